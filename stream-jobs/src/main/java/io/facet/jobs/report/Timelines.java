package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.facet.domain.face.FinishedTrack;

/**
 * The timelines of a page. Streams without extent in time (still images) have none.
 *
 * @param sections one for each stream, ordered by name
 * @param data what {@code report.js} draws, in the same order
 * @param note what is left out; null when nothing is
 */
record Timelines(List<ReportPage.TimelineSection> sections, List<ChartData.Timeline> data, String note) {
    private static final int MAX_TIMELINES = 24;
    private static final int FRAME_HEIGHT = 190;
    private static final int LANE_HEIGHT = 24;
    private static final int MAX_LANES_HEIGHT = 720;

    /**
     * @param shown the tracks of the gallery, in its order
     */
    static Timelines of(List<FinishedTrack> shown, ObservationStatistics observations) {
        Map<String, List<FinishedTrack>> byStream = new TreeMap<>();
        Map<TrackKey, String> cards = new HashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            FinishedTrack track = shown.get(i);
            byStream.computeIfAbsent(track.stream(), stream -> new ArrayList<>())
                    .add(track);
            cards.put(TrackKey.of(track), TrackCard.id(i));
        }
        List<ChartData.Timeline> all = new ArrayList<>();
        byStream.forEach((stream, tracks) -> {
            ChartData.Timeline timeline = timeline(stream, tracks, observations.series(stream), cards);
            if (timeline.seconds() > 0) {
                all.add(timeline);
            }
        });
        List<ChartData.Timeline> drawn = all.subList(0, Math.min(all.size(), MAX_TIMELINES));
        List<ReportPage.TimelineSection> sections = new ArrayList<>();
        for (ChartData.Timeline timeline : drawn) {
            sections.add(section(sections.size(), timeline));
        }
        String note = all.size() > drawn.size()
                ? "The first %d streams by name, of %d.".formatted(drawn.size(), all.size())
                : null;
        return new Timelines(sections, List.copyOf(drawn), note);
    }

    private static ChartData.Timeline timeline(
            String stream, List<FinishedTrack> tracks, TimeSeries series, Map<TrackKey, String> cards) {
        TrackLanes lanes = TrackLanes.of(tracks);
        double seconds =
                tracks.stream().mapToLong(FinishedTrack::lastPtsUs).max().orElse(0) / 1e6;
        return new ChartData.Timeline(
                stream,
                Math.max(seconds, series.lastSeconds()),
                lanes.count(),
                lanes.bars().stream()
                        .map(bar -> bar(bar, cards.get(TrackKey.of(bar.track()))))
                        .toList(),
                series.widthSeconds(),
                rounded(series.perSecond()));
    }

    private static ChartData.Bar bar(TrackLanes.Bar bar, String card) {
        FinishedTrack track = bar.track();
        var colour = TrackPalette.colour(track.track());
        return new ChartData.Bar(
                bar.lane(),
                track.firstPtsUs() / 1e6,
                track.lastPtsUs() / 1e6,
                "#" + track.track(),
                "%s, %s, quality %s"
                        .formatted(
                                TrackCard.span(track),
                                Figures.counted(track.detections(), "frame", "frames"),
                                Figures.percent(track.bestQuality())),
                TrackPalette.hex(colour),
                TrackPalette.hex(TrackPalette.ink(colour)),
                card);
    }

    private static ReportPage.TimelineSection section(int index, ChartData.Timeline timeline) {
        return new ReportPage.TimelineSection(
                index,
                timeline.stream(),
                "%s over %s"
                        .formatted(
                                Figures.counted(timeline.bars().size(), "track", "tracks"),
                                Figures.duration(timeline.seconds())),
                FRAME_HEIGHT + Math.min(MAX_LANES_HEIGHT, timeline.lanes() * LANE_HEIGHT));
    }

    private static double[] rounded(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = Math.round(values[i] * 1000) / 1000.0;
        }
        return result;
    }
}

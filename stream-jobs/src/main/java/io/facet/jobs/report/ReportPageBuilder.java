package io.facet.jobs.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.facet.domain.face.FinishedTrack;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;

/** Turns the records of a run into what the page shows, within the page's limits. */
final class ReportPageBuilder {
    private static final int MAX_INPUTS = 12;
    private static final int FIRST_CARDS = 24;
    private static final int MAX_STREAM_ROWS = 200;
    private static final int MAX_DEAD_LETTER_ROWS = 200;

    private final RunSummary summary;
    private final TrackStatistics tracks = new TrackStatistics();
    private final ObservationStatistics observations = new ObservationStatistics();
    private final List<ReportPage.DeadLetterRow> deadLetters = new ArrayList<>();
    private long deadLetterCount;

    private ReportPageBuilder(RunSummary summary) {
        this.summary = summary;
    }

    static ReportPage build(ReportInput input) {
        ReportPageBuilder builder = new ReportPageBuilder(input.summary());
        input.tracks().forEach(builder.tracks::add);
        input.observations().forEach(builder.observations::add);
        input.deadLetters().forEach(builder::addDeadLetter);
        return builder.page(input.crops());
    }

    private void addDeadLetter(DeadLetter letter) {
        deadLetterCount++;
        if (deadLetters.size() < MAX_DEAD_LETTER_ROWS) {
            deadLetters.add(new ReportPage.DeadLetterRow(
                    letter.input().stream(),
                    "%s %d, offset %s"
                            .formatted(
                                    letter.input().topic(),
                                    letter.input().partition(),
                                    Figures.count(letter.input().offset())),
                    letter.stage(),
                    words(letter.reason()),
                    letter.message(),
                    Figures.bytes(letter.input().value().length)));
        }
    }

    private ReportPage page(Map<TrackKey, byte[]> crops) {
        List<FinishedTrack> shown = tracks.selection().selected();
        Timelines timelines = Timelines.of(shown, observations);
        Charts charts = Charts.of(summary, tracks, observations);
        int inputs = summary.inputs().size();
        return new ReportPage(
                "Facet report",
                summary.complete(),
                summary.inputs().stream()
                        .limit(MAX_INPUTS)
                        .map(ReportPageBuilder::fileName)
                        .toList(),
                inputs > MAX_INPUTS ? Figures.counted(inputs - MAX_INPUTS, "more input", "more inputs") : null,
                KeyFigures.of(summary),
                summary.bundle().researchOnly(),
                noFaces(),
                timelines.sections(),
                timelines.note(),
                cards(shown, crops),
                tracksNote(shown.size()),
                shown.size() > FIRST_CARDS ? "Show all " + Figures.count(shown.size()) + " tracks" : null,
                charts.sections(),
                streamRows(),
                leftOut(summary.streams().size(), MAX_STREAM_ROWS, "streams"),
                List.copyOf(deadLetters),
                deadLetterReasons(),
                leftOut(deadLetterCount, MAX_DEAD_LETTER_ROWS, "dead letters; dead-letters.jsonl holds all of them"),
                summary.bundle().id(),
                summary.bundle().licence(),
                KeyFigures.details(summary),
                facts(summary.options()),
                facts(summary.versions()),
                charts.data(timelines.data()).toScriptJson());
    }

    private ReportPage.Empty noFaces() {
        if (observations.count() > 0) {
            return null;
        }
        String looked = "Facet looked at %s of %s."
                .formatted(
                        Figures.counted(summary.framesSampled(), "frame", "frames"),
                        Figures.counted(summary.streams().size(), "stream", "streams"));
        return summary.faces() == 0
                ? new ReportPage.Empty(
                        "No faces were found", looked + " None showed a face that the detector could find.")
                : new ReportPage.Empty(
                        "No faces were analysed",
                        "%s Faces were detected, but the policy of the run left all of them out.".formatted(looked));
    }

    private static List<TrackCard> cards(List<FinishedTrack> shown, Map<TrackKey, byte[]> crops) {
        List<TrackCard> cards = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            FinishedTrack track = shown.get(i);
            cards.add(TrackCard.of(track, i, i >= FIRST_CARDS, crops.get(TrackKey.of(track))));
        }
        return cards;
    }

    private String tracksNote(int shown) {
        long all = tracks.selection().offered();
        return all > shown
                ? "The %s tracks seen in most frames, of %s.".formatted(Figures.count(shown), Figures.count(all))
                : null;
    }

    private List<ReportPage.StreamRow> streamRows() {
        return summary.streams().stream()
                .limit(MAX_STREAM_ROWS)
                .map(stream -> new ReportPage.StreamRow(
                        stream.stream(),
                        Figures.count(stream.segments()),
                        Figures.count(stream.framesSampled()) + " of " + Figures.count(stream.framesDecoded()),
                        Figures.count(stream.faces()),
                        Figures.count(stream.tracks()),
                        Figures.count(stream.refusedSegments())))
                .toList();
    }

    private List<TrackCard.Fact> deadLetterReasons() {
        return summary.deadLetters().entrySet().stream()
                .map(entry -> new TrackCard.Fact(words(entry.getKey()), Figures.count(entry.getValue())))
                .toList();
    }

    private static String leftOut(long all, int limit, String what) {
        return all > limit ? "The first %s of %s %s.".formatted(Figures.count(limit), Figures.count(all), what) : null;
    }

    private static String words(Refusal reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<TrackCard.Fact> facts(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new TrackCard.Fact(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A title wants the name; the whole path is in summary.json. */
    private static String fileName(String input) {
        Path name = Path.of(input).getFileName();
        return name == null ? input : name.toString();
    }
}

package io.facet.jobs.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.face.FinishedTrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TimelineTest {

    @Test
    void perSecond_steadyRateThatEndsInsideABin_doesNotFallAtTheEnd() {
        TimeSeries series = new TimeSeries();
        for (int i = 0; i < 33; i++) {
            series.add(i * 100_000L);
        }

        assertThat(series.perSecond()).containsExactly(new double[] {10, 10, 10, 10}, within(1e-9));
    }

    @Test
    void perSecond_longTime_keepsTheSumInABoundedNumberOfBins() {
        TimeSeries series = new TimeSeries();
        for (int i = 0; i < 100_000; i++) {
            series.add(i * 1_000_000L);
        }

        assertThat(series.perSecond())
                .hasSizeLessThanOrEqualTo(TimeSeries.MAX_BINS)
                .containsOnly(1);
    }

    @Test
    void lanes_overlappingTracks_neverShareALaneAndNoLaneIsWasted() throws IOException {
        List<FinishedTrack> tracks = new SampleRun(9, "a").tracks(80, 60).tracks();

        TrackLanes lanes = TrackLanes.of(tracks);

        Map<Integer, List<TrackLanes.Bar>> byLane =
                lanes.bars().stream().collect(Collectors.groupingBy(TrackLanes.Bar::lane));
        byLane.values().forEach(bars -> {
            for (int i = 1; i < bars.size(); i++) {
                assertThat(bars.get(i).track().firstPtsUs())
                        .isGreaterThan(bars.get(i - 1).track().lastPtsUs());
            }
        });
        long mostAtOnce = tracks.stream()
                .mapToLong(track -> tracks.stream()
                        .filter(other ->
                                other.firstPtsUs() <= track.firstPtsUs() && other.lastPtsUs() >= track.firstPtsUs())
                        .count())
                .max()
                .orElseThrow();
        assertThat(lanes.count()).isEqualTo((int) mostAtOnce);
        assertThat(byLane).hasSize(lanes.count());
    }

    @Test
    void selection_anyOrder_keepsTheSameBestTracks() throws IOException {
        List<FinishedTrack> tracks = new SampleRun(9, "a", "b").tracks(50, 60).tracks();
        List<FinishedTrack> shuffled = new ArrayList<>(tracks);
        Collections.shuffle(shuffled, new Random(1));
        TrackSelection one = new TrackSelection(10);
        TrackSelection other = new TrackSelection(10);

        tracks.forEach(one::offer);
        shuffled.forEach(other::offer);

        assertThat(one.selected()).hasSize(10).isEqualTo(other.selected());
        long worstKept = one.selected().get(9).detections();
        assertThat(tracks.stream().filter(track -> track.detections() > worstKept))
                .hasSizeLessThan(10);
        assertThat(one.offered()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"0,0:00.0", "3240000,0:03.2", "59960000,1:00.0", "3723400000,1:02:03.4"})
    void timecode_microseconds_readsAsMinutesAndSeconds(long ptsUs, String text) {
        assertThat(Figures.timecode(ptsUs)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.4,0.40 s", "12.34,12.3 s", "83.4,1 min 23 s", "7640,2 h 07 min"})
    void duration_seconds_readsAsAPersonWouldSayIt(double seconds, String text) {
        assertThat(Figures.duration(seconds)).isEqualTo(text);
    }
}

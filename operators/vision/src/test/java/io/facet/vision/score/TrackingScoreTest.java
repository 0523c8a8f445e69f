package io.facet.vision.score;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrackingScoreTest {
    private static final Box HERE = new Box(0, 0, 40, 40);
    private static final Box THERE = new Box(100, 0, 40, 40);
    private static final Box ELSEWHERE = new Box(300, 0, 40, 40);

    private final TrackingScore score = new TrackingScore(0.5);

    @Test
    void counts_ofPerfectTracks_areAllRight() {
        for (int frame = 0; frame < 4; frame++) {
            score.add(List.of(on(1, HERE), on(2, THERE)), List.of(on(7, THERE), on(5, HERE)));
        }

        TrackingCounts counts = score.counts();
        assertThat(counts.mota()).hasValue(1);
        assertThat(counts.motp()).hasValue(1);
        assertThat(counts.idf1()).hasValue(1);
        assertThat(counts).isEqualTo(new TrackingCounts(4, 8, 8, 8, 0, 8.0, 8));
    }

    @Test
    void counts_trackThatChangesItsNumber_areOneSwitchAndHalfTheIdentity() {
        score.add(List.of(on(1, HERE)), List.of(on(10, HERE)));
        score.add(List.of(on(1, HERE)), List.of(on(10, HERE)));
        score.add(List.of(on(1, HERE)), List.of());
        score.add(List.of(on(1, HERE)), List.of(on(11, HERE), on(12, ELSEWHERE)));

        TrackingCounts counts = score.counts();
        assertThat(counts.misses()).isEqualTo(1);
        assertThat(counts.falsePositives()).isEqualTo(1);
        assertThat(counts.switches()).isEqualTo(1);
        // 1 − (1 + 1 + 1) / 4
        assertThat(counts.mota()).hasValue(0.25);
        // IDTP 2 of 4 faces there and 4 reported.
        assertThat(counts.idf1()).hasValue(0.5);
    }

    @Test
    void add_personMatchedBefore_keepsItsTrackThoughAnotherFitsBetter() {
        score.add(List.of(on(1, HERE)), List.of(on(10, HERE)));
        score.add(List.of(on(1, HERE)), List.of(on(10, new Box(8, 0, 40, 40)), on(11, HERE)));

        TrackingCounts counts = score.counts();
        assertThat(counts.switches()).isZero();
        assertThat(counts.motp().orElseThrow()).isCloseTo((1 + 32 / 48.0) / 2, within(1e-12));
        assertThat(counts.falsePositives()).isEqualTo(1);
    }

    @Test
    void add_tracksThatSwapPeople_areTwoSwitches() {
        score.add(List.of(on(1, HERE), on(2, THERE)), List.of(on(1, HERE), on(2, THERE)));
        score.add(List.of(on(1, THERE), on(2, HERE)), List.of(on(1, HERE), on(2, THERE)));

        assertThat(score.counts().switches()).isEqualTo(2);
        assertThat(score.counts().mota()).hasValue(0.5);
        assertThat(score.counts().idf1()).hasValue(0.5);
    }

    @Test
    void plus_ofTwoVideos_addsCountsUp() {
        score.add(List.of(on(1, HERE)), List.of(on(1, HERE)));
        TrackingScore other = new TrackingScore(0.5);
        other.add(List.of(on(1, HERE)), List.of());

        assertThat(score.counts().plus(other.counts()).mota()).hasValue(0.5);
    }

    @Test
    void rates_ofNothing_areEmpty() {
        score.add(List.of(), List.of());

        assertThat(score.counts().mota()).isEmpty();
        assertThat(score.counts().motp()).isEmpty();
        assertThat(score.counts().idf1()).isEmpty();
    }

    @Test
    void add_idTwiceInOneFrame_isRefused() {
        assertThatThrownBy(() -> score.add(List.of(), List.of(on(3, HERE), on(3, THERE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found: expected each id once a frame, found 3 twice");
    }

    private static TrackedBox on(long id, Box box) {
        return new TrackedBox(id, box);
    }
}

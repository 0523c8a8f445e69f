package io.facet.vision.tracking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.policy.Policy;

import static io.facet.vision.Faces.detection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaceTrackerTest {
    private static final long CAPTURE_OFFSET_US = 1_700_000_000_000_000L;
    private static final Policy EVERY_FRAME = Policy.privateByDefault();

    private final Stream stream = new Stream(TrackingOptions.defaults(), EVERY_FRAME);

    @Test
    void update_withSingleFrame_reportsAndAnalysesItsFacesAtOnce() {
        List<TrackedFace> faces = stream.frame(0, face(300, 0.7), face(0, 0.9));

        assertThat(faces)
                .containsExactly(
                        new TrackedFace(1, 0, face(0, 0.9), true), new TrackedFace(2, 1, face(300, 0.7), true));
    }

    @ParameterizedTest
    @ValueSource(longs = {16_667, 40_000, 200_000, 500_000})
    void update_withMovingFaceAtAnyFrameRate_keepsItsTrack(long frameUs) {
        for (long ptsUs = 0; ptsUs <= 6_000_000; ptsUs += frameUs) {
            // 80 px wide at 60 px/s.
            List<TrackedFace> faces = stream.frame(ptsUs, face(ptsUs * 60 / 1e6, 0.8));
            assertThat(faces).extracting(TrackedFace::track).containsExactly(1L);
        }
    }

    @Test
    void update_withTwoFacesPassingEachOther_doesNotSwapTheirTracks() {
        for (int frame = 0; frame <= 50; frame++) {
            double x = frame * 12.0;
            Detection right = detection(new Box(x, 0, 80, 100), 0.9);
            Detection left = detection(new Box(600 - x, 50, 80, 100), 0.8);
            List<TrackedFace> faces = stream.frame(frame * 40_000L, left, right);
            assertThat(faces).extracting(TrackedFace::detection).containsExactly(right, left);
            assertThat(faces).extracting(TrackedFace::track).containsExactly(1L, 2L);
        }
    }

    @Test
    void update_withFaceThatFades_keepsItByItsWeakDetections() {
        stream.frame(0, face(0, 0.9));
        stream.frame(40_000, face(1, 0.55));
        List<TrackedFace> faces = stream.frame(80_000, face(2, 0.51));

        assertThat(faces).extracting(TrackedFace::track).containsExactly(1L);
    }

    @Test
    void update_withWeakDetectionOnly_beginsNoTrack() {
        assertThat(stream.frame(0, face(0, 0.5))).isEmpty();
        assertThat(stream.state.tracksStarted()).isZero();
    }

    @Test
    void update_withFaceOutOfSight_takesItBackOnlyByAStrongDetection() {
        stream.frame(0, face(0, 0.9));
        stream.frame(40_000);

        assertThat(stream.frame(80_000, face(0, 0.5))).isEmpty();
        assertThat(stream.frame(120_000, face(0, 0.7)))
                .extracting(TrackedFace::track)
                .containsExactly(1L);
    }

    @Test
    void update_afterFaceIsLostForLong_endsItsTrackAndNeverReusesItsId() {
        stream.frame(0, face(0, 0.9));
        stream.frame(40_000, face(1, 0.9));
        stream.frame(1_040_000);
        assertThat(stream.ended).isEmpty();

        List<TrackedFace> faces = stream.frame(1_040_001, face(1, 0.9));

        assertThat(stream.ended)
                .containsExactly(new TrackEnded("cam", 1, 0, 40_000, CAPTURE_OFFSET_US, CAPTURE_OFFSET_US + 40_000, 2));
        assertThat(faces).extracting(TrackedFace::track).containsExactly(2L);
    }

    @Test
    void update_withClockSetBack_endsTheTracksAndGoesOn() {
        stream.frame(50_000_000, face(0, 0.9), face(300, 0.8));

        List<TrackedFace> restarted = stream.frame(0, face(0, 0.9));
        List<TrackedFace> next = stream.frame(40_000, face(2, 0.9));

        assertThat(stream.ended).extracting(TrackEnded::track).containsExactly(1L, 2L);
        assertThat(stream.ended).extracting(TrackEnded::lastPtsUs).containsOnly(50_000_000L);
        assertThat(restarted).extracting(TrackedFace::track).containsExactly(3L);
        assertThat(next).extracting(TrackedFace::track).containsExactly(3L);
    }

    @Test
    void update_withSmallStepBack_keepsTheTrackAndItsTimesInOrder() {
        stream.frame(1_000_000, face(0, 0.9));
        stream.frame(1_040_000, face(2, 0.9));
        List<TrackedFace> faces = stream.frame(900_000, face(2, 0.9));
        stream.frame(1_080_000, face(4, 0.9));
        stream.finish();

        assertThat(faces).extracting(TrackedFace::track).containsExactly(1L);
        assertThat(stream.ended)
                .containsExactly(new TrackEnded(
                        "cam", 1, 900_000, 1_080_000, CAPTURE_OFFSET_US + 900_000, CAPTURE_OFFSET_US + 1_080_000, 4));
    }

    @Test
    void update_withFramesOfTheSameTime_keepsTheTrack() {
        stream.frame(0, face(0, 0.9));
        stream.frame(0, face(0, 0.9));

        assertThat(stream.frame(0, face(1, 0.9))).extracting(TrackedFace::track).containsExactly(1L);
    }

    @Test
    void finish_ofStream_endsEveryTrack() {
        stream.frame(0, face(0, 0.9), face(300, 0.8));
        stream.frame(40_000, face(300, 0.8));
        stream.finish();

        assertThat(stream.ended).extracting(TrackEnded::track).containsExactly(1L, 2L);
        assertThat(stream.ended).extracting(TrackEnded::detections).containsExactly(1L, 2L);
    }

    @Test
    void update_withMinHits_reportsATrackOnceItIsConfirmed() {
        Stream careful = new Stream(new TrackingOptions(0.6, 0.3, 0.6, 0.2, 0.5, 1_000_000, 3), EVERY_FRAME);

        assertThat(careful.frame(0, face(0, 0.9))).isEmpty();
        assertThat(careful.frame(40_000, face(0, 0.9), face(300, 0.9))).isEmpty();
        assertThat(careful.frame(80_000, face(0, 0.9)))
                .extracting(TrackedFace::track)
                .containsExactly(1L);
        careful.finish();

        assertThat(careful.ended)
                .as("a face that was never reported never ends")
                .extracting(TrackEnded::track)
                .containsExactly(1L);
    }

    @Test
    void update_withPolicyOfIntervals_analysesAtFirstSightAndThenAtIntervals() {
        Stream sparing = new Stream(TrackingOptions.defaults(), new Policy(Set.of(), 100_000, 1, 0));

        List<Boolean> analyzed = new ArrayList<>();
        for (long ptsUs = 0; ptsUs <= 240_000; ptsUs += 40_000) {
            analyzed.add(sparing.frame(ptsUs, face(0, 0.9)).get(0).analyze());
        }

        assertThat(analyzed).containsExactly(true, false, false, true, false, false, true);
    }

    @Test
    void update_withPolicyOfGain_analysesABetterFaceEarlier() {
        Stream sparing = new Stream(TrackingOptions.defaults(), new Policy(Set.of(), 10_000_000, 0.1, 0));

        List<Boolean> analyzed = new ArrayList<>();
        double[] scores = {0.7, 0.75, 0.85, 0.9, 0.99};
        for (int frame = 0; frame < scores.length; frame++) {
            analyzed.add(sparing.frame(frame * 40_000L, face(0, scores[frame]))
                    .get(0)
                    .analyze());
        }

        assertThat(analyzed).containsExactly(true, false, true, false, true);
    }

    @Test
    void update_withPolicyOfLeastSize_tracksSmallFacesButAnalysesThemOnlyOnceTheyAreLarge() {
        Stream sparing = new Stream(TrackingOptions.defaults(), new Policy(Set.of(), 10_000_000, 1, 50));

        TrackedFace small =
                sparing.frame(0, detection(new Box(0, 0, 49, 60), 0.9)).get(0);
        TrackedFace large =
                sparing.frame(40_000, detection(new Box(0, 0, 50, 61), 0.9)).get(0);

        assertThat(small.analyze()).isFalse();
        assertThat(large).isEqualTo(new TrackedFace(1, 0, detection(new Box(0, 0, 50, 61), 0.9), true));
    }

    @Test
    void update_withBoxThatIsNotFinite_isRefused() {
        assertThatThrownBy(() -> stream.frame(0, detection(new Box(0, Double.NaN, 5, 5), 0.9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }

    /** What a job does that is restored after every single frame. */
    @Property(tries = 40)
    void update_withStateEncodedAndDecodedBetweenAllFrames_givesIdenticalResults(@ForAll Random random) {
        List<List<Detection>> scene = Scene.of(random, 8, 60);
        Policy policy = new Policy(Set.of(), 200_000, 0.1, 0);
        Stream straight = new Stream(TrackingOptions.defaults(), policy);
        Stream restored = new Stream(TrackingOptions.defaults(), policy);

        for (int frame = 0; frame < scene.size(); frame++) {
            Detection[] detections = scene.get(frame).toArray(Detection[]::new);
            List<TrackedFace> expected = straight.frame(frame * Scene.FRAME_US, detections);
            restored.state = TrackerStateCodec.decode(TrackerStateCodec.encode(restored.state));
            assertThat(restored.frame(frame * Scene.FRAME_US, detections)).isEqualTo(expected);
        }
        straight.finish();
        restored.finish();
        assertThat(restored.state).isEqualTo(straight.state);
        assertThat(restored.ended).isEqualTo(straight.ended);
    }

    @Property(tries = 40)
    void update_ofAnyScene_numbersFacesByScoreAndEndsEachTrackOnce(@ForAll Random random) {
        Stream any = new Stream(TrackingOptions.defaults(), EVERY_FRAME);
        Set<Long> reported = new HashSet<>();
        long faces = 0;
        for (List<Detection> detections : Scene.of(random, 6, 40)) {
            long ptsUs = random.nextInt(4) == 0 ? random.nextInt(20_000_000) : any.state.ptsUs() + 40_000;
            List<TrackedFace> frame = any.frame(ptsUs, detections.toArray(Detection[]::new));
            Set<Long> tracks = new HashSet<>();
            for (int index = 0; index < frame.size(); index++) {
                assertThat(frame.get(index).faceIndex()).isEqualTo(index);
                assertThat(tracks.add(frame.get(index).track())).isTrue();
            }
            assertThat(frame).extracting(face -> -face.detection().score()).isSorted();
            reported.addAll(tracks);
            faces += frame.size();
        }
        any.finish();

        assertThat(any.ended).extracting(TrackEnded::track).doesNotHaveDuplicates();
        assertThat(any.ended).extracting(TrackEnded::track).containsExactlyInAnyOrderElementsOf(reported);
        assertThat(any.ended.stream().mapToLong(TrackEnded::detections).sum()).isEqualTo(faces);
        assertThat(any.ended)
                .allSatisfy(ended -> assertThat(ended.firstPtsUs()).isLessThanOrEqualTo(ended.lastPtsUs()));
    }

    private static Detection face(double x, double score) {
        return detection(new Box(x, 100, 80, 100), score);
    }

    /** One stream under one tracker. */
    private static final class Stream {
        private final FaceTracker tracker;
        private final Policy policy;
        private final List<TrackEnded> ended = new ArrayList<>();
        private TrackerState state = TrackerState.empty();

        Stream(TrackingOptions options, Policy policy) {
            this.tracker = new FaceTracker(options);
            this.policy = policy;
        }

        List<TrackedFace> frame(long ptsUs, Detection... detections) {
            Step step = tracker.update(state, ptsUs, CAPTURE_OFFSET_US + ptsUs, List.of(detections), policy);
            state = step.state();
            ended.addAll(step.ended("cam"));
            return step.faces();
        }

        void finish() {
            ended.addAll(tracker.finish("cam", state));
        }
    }
}

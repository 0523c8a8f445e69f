package io.facet.functions.aggregate;

import java.util.List;
import java.util.Map;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Attributes;
import io.facet.domain.face.HeadResult.Classification;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Quality;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.face.TrackId;
import io.facet.functions.TestingEvents;
import io.facet.functions.TestingHarness;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.state.FacetTypes;

import static io.facet.functions.TestingEvents.BUNDLE;
import static io.facet.functions.TestingEvents.STREAM;
import static io.facet.functions.TestingEvents.observation;
import static io.facet.functions.TestingEvents.observed;
import static io.facet.functions.TestingEvents.probabilities;
import static io.facet.functions.TestingEvents.trackEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class AggregateFunctionTest {
    private static final double EXACT = 1e-12;

    private KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, FaceObservation> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, FaceObservation> harness()
            throws Exception {
        return TestingHarness.keyed(new AggregateFunction(), FacetTypes.FACE_OBSERVATION);
    }

    private void process(StreamEvent... events) throws Exception {
        for (StreamEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
    }

    private <T> List<T> sideOutput(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private FinishedTrack onlyTrack() {
        assertThat(sideOutput(AggregateFunction.FINISHED_TRACKS)).hasSize(1);
        return sideOutput(AggregateFunction.FINISHED_TRACKS).get(0);
    }

    @SuppressWarnings("unchecked")
    private static <T extends HeadResult> T head(FinishedTrack track, HeadTask task) {
        return (T) track.heads().stream()
                .filter(result -> result.task() == task)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void observed_isHandedOnUnchangedAndInOrder() throws Exception {
        FaceObservation first = observation(1, 0, 0.5, BUNDLE, TestingEvents.everyHead());
        FaceObservation second = observation(2, 1, 0.5, BUNDLE);

        process(observed(first), observed(second));

        assertThat(harness.extractOutputValues()).containsExactly(first, second);
    }

    @Test
    void trackEnded_withThreeObservations_meansAreWeightedByQuality() throws Exception {
        process(
                observed(observation(1, 0, 0.2, BUNDLE, new Age(20), smiling(0.9, 0.1), gender(0.2, 0.8))),
                observed(observation(1, 1, 0.5, BUNDLE, new Age(30), smiling(0.5, 0.3), gender(0.9, 0.1))),
                observed(observation(1, 2, 0.3, BUNDLE, new Age(40), smiling(0.1, 0.2), gender(0.4, 0.6))),
                trackEnded(1, 0, 5, 6));

        FinishedTrack track = onlyTrack();
        // (0.2·20 + 0.5·30 + 0.3·40) / 1.0
        assertThat(AggregateFunctionTest.<Age>head(track, HeadTask.AGE).years()).isCloseTo(31, within(EXACT));
        Map<String, Double> attributes = AggregateFunctionTest.<Attributes>head(track, HeadTask.ATTRIBUTES)
                .probabilities();
        assertThat(attributes.get("smiling")).isCloseTo(0.46, within(EXACT));
        assertThat(attributes.get("glasses")).isCloseTo(0.23, within(EXACT));
        // male: 0.2·0.2 + 0.5·0.9 + 0.3·0.4 = 0.61, although two of three observations say female
        Classification gender = head(track, HeadTask.GENDER);
        assertThat(gender.label()).isEqualTo("male");
        assertThat(gender.probabilities().get("male")).isCloseTo(0.61, within(EXACT));
        assertThat(gender.probabilities().keySet()).containsExactly("male", "female");
    }

    @Test
    void trackEnded_withGroupAndQuality_areMeansToo() throws Exception {
        process(
                observed(observation(1, 0, 0.25, BUNDLE, group(0.9, 0.1), new Quality(0.2))),
                observed(observation(1, 1, 0.75, BUNDLE, group(0.1, 0.9), new Quality(0.6))),
                trackEnded(1, 0, 1, 2));

        FinishedTrack track = onlyTrack();
        // (0.25·0.2 + 0.75·0.6) / 1.0
        assertThat(AggregateFunctionTest.<Quality>head(track, HeadTask.QUALITY).value())
                .isCloseTo(0.5, within(EXACT));
        Classification group = head(track, HeadTask.GROUP);
        assertThat(group.task()).isEqualTo(HeadTask.GROUP);
        assertThat(group.label()).isEqualTo("other");
        assertThat(group.probabilities().get("other")).isCloseTo(0.7, within(EXACT));
    }

    @Test
    void trackEnded_withObservations_fieldsComeFromTheTrackAndItsBestObservation() throws Exception {
        FaceObservation best = observation(1, 1, 0.8, BUNDLE);
        FaceObservation equallyGood = observation(1, 2, 0.8, BUNDLE);
        process(
                observed(observation(1, 0, 0.1, BUNDLE)),
                observed(best),
                observed(equallyGood),
                trackEnded(1, 0, 7, 6));

        FinishedTrack track = onlyTrack();
        assertThat(track.bestObservation()).isEqualTo(best.id());
        assertThat(track.bestQuality()).isEqualTo(0.8);
        assertThat(track.bestBox()).isEqualTo(best.box());
        assertThat(track.bestPtsUs()).isEqualTo(best.ptsUs());
        // scores 0.5, 0.625, 0.75
        assertThat(track.meanScore()).isCloseTo(0.625, within(EXACT));
        assertThat(track.observations()).isEqualTo(3);
        assertThat(track.detections()).isEqualTo(6);
        assertThat(track.firstPtsUs()).isZero();
        assertThat(track.lastPtsUs()).isEqualTo(7 * TestingEvents.FRAME_US);
        assertThat(track.lastCaptureTimeUs()).isEqualTo(TestingEvents.EPOCH_US + 7 * TestingEvents.FRAME_US);
        assertThat(track.id()).isEqualTo(TrackId.of(STREAM, 3, 0, 1, BUNDLE));
    }

    @Test
    void trackEnded_withEmbeddings_isTheUnitVectorOfTheWeightedSum() throws Exception {
        process(
                observed(observation(1, 0, 0.75, BUNDLE, new Identity(new float[] {1, 0}))),
                observed(observation(1, 1, 1.0, BUNDLE, new Identity(new float[] {0, 1}))),
                trackEnded(1, 0, 1, 2));

        // (0.75, 1) / 1.25
        assertThat(AggregateFunctionTest.<Identity>head(onlyTrack(), HeadTask.IDENTITY)
                        .embedding())
                .containsExactly(new float[] {0.6f, 0.8f}, org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void trackEnded_withEveryHead_leavesOutWhatBelongsToAFrameAndKeepsTheOrderOfTasks() throws Exception {
        process(observed(observation(1, 0, 0.5, BUNDLE, TestingEvents.everyHead())), trackEnded(1, 0, 0, 1));

        assertThat(onlyTrack().heads())
                .extracting(HeadResult::task)
                .containsExactly(
                        HeadTask.ATTRIBUTES,
                        HeadTask.AGE,
                        HeadTask.GENDER,
                        HeadTask.EXPRESSION,
                        HeadTask.IDENTITY,
                        HeadTask.GROUP,
                        HeadTask.QUALITY);
    }

    @Test
    void trackEnded_withQualityZeroOnly_isThePlainMean() throws Exception {
        process(
                observed(observation(1, 0, 0, BUNDLE, new Age(20))),
                observed(observation(1, 1, 0, BUNDLE, new Age(40))),
                trackEnded(1, 0, 1, 2));

        assertThat(AggregateFunctionTest.<Age>head(onlyTrack(), HeadTask.AGE).years())
                .isCloseTo(30, within(1e-9));
    }

    @Test
    void trackEnded_afterTheBundleChanged_averagesTheNewBundleOnly() throws Exception {
        process(
                observed(observation(1, 0, 0.9, BUNDLE, new Age(80))),
                observed(observation(1, 1, 0.5, "testing@2.0.0", new Age(30))),
                trackEnded(1, 0, 1, 2));

        FinishedTrack track = onlyTrack();
        assertThat(track.bundle()).isEqualTo("testing@2.0.0");
        assertThat(AggregateFunctionTest.<Age>head(track, HeadTask.AGE).years()).isCloseTo(30, within(EXACT));
        assertThat(track.observations()).isEqualTo(2);
    }

    @Test
    void streamEnded_summaryCountsSegmentsFramesFacesAndWrittenTracks() throws Exception {
        process(
                observed(observation(1, 0, 0.5, BUNDLE)),
                new SegmentEnded(STREAM, 0, 25, 5, false),
                new SegmentEnded(STREAM, 1, 10, 2, true),
                new SegmentEnded(STREAM, 2, 0, 0, true),
                trackEnded(1, 0, 5, 6),
                trackEnded(2, 3, 4, 2),
                new StreamEnded(STREAM, 3));

        assertThat(sideOutput(AggregateFunction.SUMMARIES))
                .containsExactly(new StreamSummary(STREAM, 2, 2, 35, 7, 8, 1, 1));
        assertThat(sideOutput(AggregateFunction.FINISHED_TRACKS))
                .extracting(FinishedTrack::track)
                .containsExactly(1L);
        assertThat(accumulator(FacetMetrics.TRACKS_UNANALYZED)).isEqualTo(1L);
        assertThat(accumulator(FacetMetrics.OBSERVATIONS)).isEqualTo(1L);
    }

    @Test
    void streamEnded_leavesNoState() throws Exception {
        process(observed(observation(1, 0, 0.5, BUNDLE)), new SegmentEnded(STREAM, 0, 25, 5, false));
        assertThat(harness.numKeyedStateEntries()).isPositive();

        process(trackEnded(1, 0, 5, 6), new StreamEnded(STREAM, 1));

        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void restore_betweenObservations_givesTheRecordsOfAnUndisturbedRun() throws Exception {
        StreamEvent[] before = {
            observed(observation(1, 0, 0.3, BUNDLE, TestingEvents.everyHead())),
            new SegmentEnded(STREAM, 0, 25, 5, false)
        };
        StreamEvent[] after = {
            observed(observation(1, 1, 0.6, BUNDLE, TestingEvents.everyHead())),
            new SegmentEnded(STREAM, 1, 25, 5, false),
            trackEnded(1, 0, 1, 2),
            new StreamEnded(STREAM, 2)
        };
        process(before);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        process(after);
        FinishedTrack undisturbed = onlyTrack();
        List<StreamSummary> summaries = sideOutput(AggregateFunction.SUMMARIES);

        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        process(after);

        assertThat(onlyTrack()).usingRecursiveComparison().isEqualTo(undisturbed);
        assertThat(sideOutput(AggregateFunction.SUMMARIES)).isEqualTo(summaries);
    }

    @Test
    void eventFromBeforeTheAnalysis_isRefusedNamingIt() {
        assertThatThrownBy(() -> process(new FrameDecoded(TestingEvents.frame(0, 0, 16, 16))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected events behind the analysis, got FrameDecoded of stream 'cam-1'");
    }

    private long accumulator(FacetMetrics metric) {
        return TestingHarness.accumulator(harness, metric);
    }

    private static Attributes smiling(double smiling, double glasses) {
        return new Attributes(probabilities("smiling", smiling, "glasses", glasses));
    }

    private static Classification group(double indian, double other) {
        return new Classification(
                HeadTask.GROUP, indian > other ? "Indian" : "other", probabilities("Indian", indian, "other", other));
    }

    private static Classification gender(double male, double female) {
        return new Classification(
                HeadTask.GENDER, male > female ? "male" : "female", probabilities("male", male, "female", female));
    }
}

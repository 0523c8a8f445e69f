package io.facet.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.facet.domain.face.Detection;
import io.facet.domain.policy.Policy;
import io.facet.vision.tracking.FaceTracker;
import io.facet.vision.tracking.TrackerState;
import io.facet.vision.tracking.TrackerStateCodec;
import io.facet.vision.tracking.TrackingOptions;

/** One unit: one frame of a stream, of 100 frames at 25 frames a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrackerBenchmark {
    private static final int FRAMES_PER_INVOCATION = 100;
    private static final long FRAME_US = 40_000;

    @Param({"1", "10", "50"})
    public int faces;

    private final FaceTracker tracker = new FaceTracker(TrackingOptions.defaults());
    private final Policy policy = Policy.privateByDefault();
    private List<List<Detection>> scene;

    @Setup
    public void prepare() {
        scene = Scenes.moving(faces, FRAMES_PER_INVOCATION);
    }

    /** The tracker alone. */
    @Benchmark
    @OperationsPerInvocation(FRAMES_PER_INVOCATION)
    public TrackerState track() {
        TrackerState state = TrackerState.empty();
        for (int frame = 0; frame < FRAMES_PER_INVOCATION; frame++) {
            state = next(state, frame);
        }
        return state;
    }

    /** With the state written and read between frames, as a serialising state backend does. */
    @Benchmark
    @OperationsPerInvocation(FRAMES_PER_INVOCATION)
    public byte[] trackThroughTheCodec() {
        byte[] bytes = TrackerStateCodec.encode(TrackerState.empty());
        for (int frame = 0; frame < FRAMES_PER_INVOCATION; frame++) {
            bytes = TrackerStateCodec.encode(next(TrackerStateCodec.decode(bytes), frame));
        }
        return bytes;
    }

    private TrackerState next(TrackerState state, int frame) {
        long ptsUs = frame * FRAME_US;
        return tracker.update(state, ptsUs, ptsUs, scene.get(frame), policy).state();
    }
}

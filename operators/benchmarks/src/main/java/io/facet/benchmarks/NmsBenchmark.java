package io.facet.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.facet.domain.face.Detection;
import io.facet.vision.geometry.NonMaximumSuppression;

/** One unit: the candidate boxes of one frame, ten around each face. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NmsBenchmark {
    @Param({"20", "200", "2000"})
    public int boxes;

    private List<Detection> candidates;

    @Setup
    public void prepare() {
        candidates = Scenes.clustered(boxes);
    }

    @Benchmark
    public List<Detection> suppress() {
        return NonMaximumSuppression.greedy(candidates, 0.3);
    }
}

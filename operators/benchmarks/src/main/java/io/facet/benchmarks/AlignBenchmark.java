package io.facet.benchmarks;

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

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.FivePoints;
import io.facet.domain.video.YuvImage;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;

/** One unit: one 224 x 224 crop out of a 1080p frame. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AlignBenchmark {
    /** Size of the face, frame pixels per crop pixel; above 1.41 the frame is shrunk first. */
    @Param({"0.3", "1.0", "3.0"})
    public double facePxPerCropPx;

    private final FaceAligner aligner = new FaceAligner(AlignmentTemplates.FACET_224);
    private YuvImage frame;
    private FivePoints points;

    @Setup
    public void prepare() {
        frame = Scenes.frame(1920, 1080);
        points = Scenes.face(frame, facePxPerCropPx);
    }

    @Benchmark
    public AlignedCrop align() {
        return aligner.align(frame, points);
    }
}

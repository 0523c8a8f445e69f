package io.facet.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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

import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.domain.video.YuvImage;
import io.facet.vision.image.Letterbox;
import io.facet.vision.image.PlanarImage;

/** One unit: one frame made into the detector's BGR tensor, longest side 640, in a direct buffer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LetterboxBenchmark {
    private static final ImageInput INPUT =
            new ImageInput("input", 0, 0, 32, ColorOrder.BGR, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    @Param({"1920x1080", "1280x720", "640x360"})
    public String frameSize;

    private YuvImage frame;
    private Letterbox box;
    private FloatBuffer tensor;

    @Setup
    public void prepare() {
        String[] sides = frameSize.split("x");
        frame = Scenes.frame(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
        box = Letterbox.fit(frame.width(), frame.height(), 640, INPUT.multiple());
        tensor = ByteBuffer.allocateDirect(3 * box.width() * box.height() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Benchmark
    public FloatBuffer fill() {
        PlanarImage.fill(frame, box, INPUT, tensor.clear());
        return tensor;
    }
}

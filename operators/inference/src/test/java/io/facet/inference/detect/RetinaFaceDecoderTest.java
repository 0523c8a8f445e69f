package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Detection;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RetinaFaceDecoderTest {
    // 40x24 at strides 8 and 16: maps of 5x3 and, rounded up, 3x2.
    private static final int WIDTH = 40;
    private static final int HEIGHT = 24;
    private static final int PRIORS = 5 * 3 * 2 + 3 * 2;
    private final RetinaFaceDecoder decoder =
            new RetinaFaceDecoder(List.of(8, 16), List.of(List.of(16, 32), List.of(64)));

    @Test
    void decode_zeroOffsets_givesTheAnchorItself() {
        List<FloatBuffer> outputs = outputs(2);
        // Frame 1, stride 8, row 1, column 2, second side (32).
        int at = PRIORS + (1 * 5 + 2) * 2 + 1;
        outputs.get(1).put(at * 2 + 1, 0.75f);

        assertThat(decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5)).isEmpty();
        List<Detection> found = decoder.decode(outputs, 1, WIDTH, HEIGHT, 0.5);

        assertThat(found).hasSize(1);
        Detection face = found.get(0);
        assertThat(face.score()).isEqualTo(0.75);
        assertThat(face.box().x()).isEqualTo(20 - 16);
        assertThat(face.box().y()).isEqualTo(12 - 16);
        assertThat(face.box().width()).isEqualTo(32);
        assertThat(face.points().nose()).isEqualTo(new Point(20, 12));
    }

    @Test
    void decode_offsets_areScaledByTheirVariances() {
        List<FloatBuffer> outputs = outputs(1);
        // Last anchor of stride 16: row 1, column 2, side 64, centre (40, 24).
        int at = PRIORS - 1;
        outputs.get(1).put(at * 2 + 1, 1);
        outputs.get(0).put(at * 4, new float[] {1, -1, (float) (Math.log(2) / 0.2), 0});
        outputs.get(2).put(at * 10, new float[] {-1, -2, 0, 0, 0, 0, 0, 0, 0.5f, 0.25f});

        Detection face = decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5).get(0);

        assertThat(face.box().width()).isCloseTo(128, within(1e-4));
        assertThat(face.box().height()).isCloseTo(64, within(1e-4));
        assertThat(face.box().x() + face.box().width() / 2).isCloseTo(40 + 6.4, within(1e-4));
        assertThat(face.box().y() + face.box().height() / 2).isCloseTo(24 - 6.4, within(1e-4));
        assertThat(face.points().leftEye().x()).isCloseTo(40 - 6.4, within(1e-4));
        assertThat(face.points().leftEye().y()).isCloseTo(24 - 12.8, within(1e-4));
        assertThat(face.points().rightMouth().x()).isCloseTo(40 + 3.2, within(1e-4));
        assertThat(face.points().rightMouth().y()).isCloseTo(24 + 1.6, within(1e-4));
    }

    @Test
    void decode_otherNumberOfAnchors_isRefused() {
        List<FloatBuffer> outputs =
                List.of(FloatBuffer.allocate(100), FloatBuffer.allocate(72), FloatBuffer.allocate(360));
        assertThatThrownBy(() -> decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5))
                .hasMessageContaining("boxes must hold 144 values a frame")
                .hasMessageContaining("got 100");
    }

    @Test
    void create_withoutAnchorsForEachStride_isRefused() {
        assertThatThrownBy(() -> new RetinaFaceDecoder(List.of(8, 16), List.of(List.of(16))))
                .hasMessage("expected anchor sides for each of the 2 strides, got 1");
    }

    private static List<FloatBuffer> outputs(int frames) {
        return List.of(
                FloatBuffer.allocate(frames * PRIORS * 4),
                FloatBuffer.allocate(frames * PRIORS * 2),
                FloatBuffer.allocate(frames * PRIORS * 10));
    }
}

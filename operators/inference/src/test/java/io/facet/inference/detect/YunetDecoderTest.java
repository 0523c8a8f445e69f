package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Detection;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class YunetDecoderTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 32;
    private final YunetDecoder decoder = new YunetDecoder(List.of(8, 16));

    @Test
    void decode_oneHotCell_givesBoxPointsAndScore() {
        List<FloatBuffer> outputs = outputs(2);
        // Frame 1, stride 16: 4 columns and 2 rows; cell 6 is row 1, column 2.
        int at = 8 + 6;
        outputs.get(1).put(at, 0.81f);
        outputs.get(3).put(at, 1);
        put(outputs.get(5), at * 4, 0.5f, 0.25f, (float) Math.log(2), (float) Math.log(1.5));
        put(outputs.get(7), at * 10, 0, 0, 1, 0, 0.5f, 0.5f, 0, 1, 1, 1);

        assertThat(decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5)).isEmpty();
        List<Detection> found = decoder.decode(outputs, 1, WIDTH, HEIGHT, 0.5);

        assertThat(found).hasSize(1);
        Detection face = found.get(0);
        assertThat(face.score()).isCloseTo(0.9, within(1e-6));
        assertThat(face.box().x()).isCloseTo(40 - 16, within(1e-5));
        assertThat(face.box().y()).isCloseTo(20 - 12, within(1e-5));
        assertThat(face.box().width()).isCloseTo(32, within(1e-5));
        assertThat(face.box().height()).isCloseTo(24, within(1e-5));
        assertThat(face.points().leftEye()).isEqualTo(new Point(32, 16));
        assertThat(face.points().rightEye()).isEqualTo(new Point(48, 16));
        assertThat(face.points().nose()).isEqualTo(new Point(40, 24));
        assertThat(face.points().rightMouth()).isEqualTo(new Point(48, 32));
    }

    @Test
    void decode_scoreOutsideUnitRange_isClamped() {
        List<FloatBuffer> outputs = outputs(1);
        outputs.get(0).put(0, 1.2f);
        outputs.get(2).put(0, 1.5f);
        outputs.get(0).put(1, -0.5f);
        outputs.get(2).put(1, -0.5f);
        assertThat(decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5))
                .extracting(Detection::score)
                .containsExactly(1.0);
    }

    @Test
    void decode_tensorOfAnotherSize_isRefusedByName() {
        List<FloatBuffer> outputs = outputs(1);
        outputs.set(4, FloatBuffer.allocate(7));
        assertThatThrownBy(() -> decoder.decode(outputs, 0, WIDTH, HEIGHT, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bbox_8 must hold 128 values a frame")
                .hasMessageContaining("got 7");
    }

    @Test
    void decode_tooFewTensors_isRefused() {
        assertThatThrownBy(() -> decoder.decode(outputs(1).subList(0, 3), 0, WIDTH, HEIGHT, 0.5))
                .hasMessage("expected 8 output tensors, got 3");
    }

    private static List<FloatBuffer> outputs(int frames) {
        List<FloatBuffer> outputs = new ArrayList<>();
        for (int valuesPerCell : new int[] {1, 1, 4, 10}) {
            outputs.add(FloatBuffer.allocate(frames * 32 * valuesPerCell));
            outputs.add(FloatBuffer.allocate(frames * 8 * valuesPerCell));
        }
        return outputs;
    }

    private static void put(FloatBuffer buffer, int at, float... values) {
        buffer.put(at, values);
    }
}

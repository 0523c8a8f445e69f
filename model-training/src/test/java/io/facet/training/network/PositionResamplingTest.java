package io.facet.training.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Expected values are those of PyTorch 1.13: interpolate(size, mode="bicubic", align_corners=False). */
class PositionResamplingTest {
    private static float[] grid(int side) {
        float[] values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 23 / 10f - 1;
        }
        return values;
    }

    private static void assertClose(float[] found, double... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).as("value %d", i).isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void bicubic_up_agreesWithPyTorch() {
        double[] expected = {
            -1.3379968, -0.4887293, 0.4384000, 0.0042972, -0.5480001, -0.2827291, 0.0396720, 0.2735997, -0.3420000,
            -0.8942972, 0.9864001, 0.6155995, -0.0000001, -0.6155998, -0.9864000, 0.8942973, 0.3419997, -0.2735999,
            -0.0396717, 0.2827297, 0.5480002, -0.0042975, -0.4384000, 0.4887298, 1.3379971
        };

        assertClose(PositionResampling.bicubic(grid(3), 3, 5, 1, false), expected);
    }

    @Test
    void bicubic_down_agreesWithPyTorch() {
        assertClose(PositionResampling.bicubic(grid(4), 4, 2, 1, false), -0.5124024, 0.1827148, 0.6733398, -0.2936523);
    }

    @Test
    void bicubic_eachValueOfATokenAlone_classTokenKept() {
        float[] positions = new float[2 + 4 * 2];
        positions[0] = 7;
        positions[1] = 8;
        float[] values = grid(2);
        for (int i = 0; i < 4; i++) {
            positions[2 + 2 * i] = values[i];
            positions[3 + 2 * i] = -values[i];
        }

        float[] found = PositionResampling.bicubic(positions, 2, 3, 2, true);

        double[] expected = {
            -1.1649311, -0.3434028, 0.4781248, -0.8715280, -0.0500000, 0.7715276, -0.5781253, 0.2434027, 1.0649304
        };
        double[] both = new double[20];
        both[0] = 7;
        both[1] = 8;
        for (int i = 0; i < 9; i++) {
            both[2 + 2 * i] = expected[i];
            both[3 + 2 * i] = -expected[i];
        }
        assertClose(found, both);
    }

    @Test
    void bicubic_sameGrid_changesNothing() {
        assertThat(PositionResampling.bicubic(grid(3), 3, 3, 1, false)).containsExactly(grid(3));
    }

    @Test
    void bicubic_wrongNumberOfValues_isRefused() {
        assertThatThrownBy(() -> PositionResampling.bicubic(grid(3), 4, 2, 1, true))
                .hasMessage("positions of a grid of 4 and width 1 have 17 values, found 9");
    }
}

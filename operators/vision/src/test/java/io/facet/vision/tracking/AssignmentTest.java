package io.facet.vision.tracking;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AssignmentTest {

    @Test
    void best_whereGreedyWouldFail_findsTheBetterSum() {
        double[][] benefit = {{0.9, 0.8}, {0.8, 0}};

        assertThat(Assignment.best(benefit, 2)).containsExactly(1, 0);
    }

    @Test
    void best_withoutRowsOrColumns_pairsNothing() {
        assertThat(Assignment.best(new double[0][], 3)).isEmpty();
        assertThat(Assignment.best(new double[2][0], 0)).containsExactly(Assignment.NONE, Assignment.NONE);
    }

    @Property(tries = 400)
    void best_ofAnyBenefits_isAsGoodAsTryingAll(
            @ForAll @IntRange(max = 6) int rows, @ForAll @IntRange(max = 6) int columns, @ForAll Random random) {
        double[][] benefit = new double[rows][columns];
        for (double[] row : benefit) {
            for (int column = 0; column < columns; column++) {
                row[column] = random.nextInt(3) == 0 ? 0 : random.nextInt(20) / 20.0;
            }
        }

        int[] best = Assignment.best(benefit, columns);

        Set<Integer> used = new HashSet<>();
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            if (best[row] != Assignment.NONE) {
                assertThat(used.add(best[row])).isTrue();
                assertThat(benefit[row][best[row]]).isPositive();
                sum += benefit[row][best[row]];
            }
        }
        assertThat(sum).isCloseTo(byTryingAll(benefit, 0, columns, 0), within(1e-12));
    }

    private static double byTryingAll(double[][] benefit, int row, int columns, int usedMask) {
        if (row == benefit.length) {
            return 0;
        }
        double best = byTryingAll(benefit, row + 1, columns, usedMask);
        for (int column = 0; column < columns; column++) {
            if ((usedMask >> column & 1) == 0) {
                double here = benefit[row][column] + byTryingAll(benefit, row + 1, columns, usedMask | 1 << column);
                best = Math.max(best, here);
            }
        }
        return best;
    }
}

package io.facet.training.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SpeedComparisonTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void run_turns_changeWhoBegins() {
        new SpeedComparison(contender("java", 5, 1), contender("python", 5, 1), 4).run(task(), 1, 3);

        assertThat(order).containsExactly("java", "python", "java", "python", "python", "java", "java", "python");
    }

    @Test
    void run_halfTheSeconds_isTwiceAsFast() {
        SpeedReport report =
                new SpeedComparison(contender("java", 5, 1), contender("python", 5.001, 2), 4).run(task(), 1, 3);

        assertThat(report.ratio()).isCloseTo(2, within(1e-9));
        assertThat(report.processorRatio()).isCloseTo(2, within(1e-9));
        assertThat(report.java().imagesPerSecond()).isCloseTo(2 * 4 / 1.0, within(1e-9));
        assertThat(report.firstLossDifference()).isCloseTo(2e-4, within(1e-6));
    }

    @Test
    void run_otherLosses_isRefused() {
        SpeedComparison comparison = new SpeedComparison(contender("java", 5, 1), contender("python", 5.1, 1), 4);

        assertThatThrownBy(() -> comparison.run(task(), 1, 3))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("5.0")
                .hasMessageContaining("5.1");
    }

    @Test
    void slope_steadyGrowth_isGrowthPerStep() {
        List<MemoryReport.Sample> samples = List.of(
                new MemoryReport.Sample(50, 1000),
                new MemoryReport.Sample(100, 1500),
                new MemoryReport.Sample(150, 2000));

        assertThat(MemoryTrial.slope(samples)).isCloseTo(10, within(1e-9));
    }

    private static StepTask task() {
        return SmallTasks.mcf(2);
    }

    private Contender contender(String name, double loss, double seconds) {
        return new Contender() {
            @Override
            public String description() {
                return name;
            }

            @Override
            public Timing run(int steps) {
                order.add(name);
                return new Timing(seconds, seconds, Collections.nCopies(steps, loss));
            }

            @Override
            public void close() {
                order.add(name + " closed");
            }
        };
    }
}

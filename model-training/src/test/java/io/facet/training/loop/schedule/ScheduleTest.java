package io.facet.training.loop.schedule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScheduleTest {
    @Test
    void rate_farl_startsPeaksAfterOneEpochAndEndsAsPublished() {
        Schedule.Curve curve = new Schedule(1e-6, 1e-3, 9e-4, Amount.epochs(1)).over(1600, 100);

        assertThat(curve.rate(0)).isEqualTo(1e-6);
        assertThat(curve.rate(50)).isCloseTo((1e-6 + 1e-3) / 2, within(1e-12));
        assertThat(curve.rate(100)).isEqualTo(1e-3);
        assertThat(curve.rate(850)).isCloseTo(9.5e-4, within(1e-12));
        assertThat(curve.rate(1599)).isCloseTo(9e-4, within(1e-8)).isGreaterThan(9e-4);
        assertThat(curve.rate(1600)).isEqualTo(9e-4);
    }

    @Test
    void rate_mcf_warmsUpFromZeroAndDecaysToZero() {
        Schedule.Curve curve = new Schedule(0, 0.016, 0, Amount.epochs(1)).over(160, 10);

        assertThat(curve.rate(0)).isZero();
        assertThat(curve.rate(5)).isCloseTo(0.008, within(1e-12));
        assertThat(curve.rate(10)).isEqualTo(0.016);
        assertThat(curve.rate(85)).isCloseTo(0.008, within(1e-12));
        assertThat(curve.rate(160)).isCloseTo(0, within(1e-15));
    }

    @Test
    void rate_warmupLongerThanTheRun_neverReachesThePeak() {
        Schedule.Curve curve = new Schedule(0, 1, 0, Amount.epochs(1)).over(5, 100);

        assertThat(curve.rate(4)).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void rate_constant_neverChanges() {
        Schedule.Curve curve = Schedule.constant(3e-4).over(10, 10);

        assertThat(curve.rate(0)).isEqualTo(3e-4);
        assertThat(curve.rate(9)).isEqualTo(3e-4);
    }

    @Test
    void scaledTo_maeBaseRate_growsWithTheBatch() {
        assertThat(new Schedule(0, 1.5e-4, 0, Amount.epochs(40)).scaledTo(4096).peak())
                .isCloseTo(2.4e-3, within(1e-15));
    }

    @Test
    void schedule_negativeRate_isRefusedWithItsName() {
        assertThatThrownBy(() -> new Schedule(0, -1, 0, Amount.updates(0)))
                .hasMessageContaining("peak")
                .hasMessageContaining("-1");
    }
}

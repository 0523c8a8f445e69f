package io.facet.training.export;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class QuantizationGateTest {
    private static final Map<String, Double> EXACT = Map.of("gender.accuracy", 0.94, "age.mae", 5.0);
    private static final Set<String> ERRORS = Set.of("age.mae");

    @Test
    void require_lossesOfLessThanOnePercent_hold() {
        var changes = QuantizationGate.require(EXACT, Map.of("gender.accuracy", 0.932, "age.mae", 5.04), ERRORS);

        assertThat(changes).extracting(QuantizationGate.Change::name).containsExactly("age.mae", "gender.accuracy");
        assertThat(changes.get(0).loss()).isCloseTo(0.008, within(1e-9));
        assertThat(changes.get(1).loss()).isCloseTo(0.008 / 0.94, within(1e-9));
    }

    @Test
    void require_gains_hold() {
        var changes = QuantizationGate.require(EXACT, Map.of("gender.accuracy", 0.95, "age.mae", 4.0), ERRORS);

        assertThat(changes).allMatch(change -> change.loss() < 0);
    }

    @Test
    void require_errorThatRises_isRefusedByName() {
        assertThatThrownBy(
                        () -> QuantizationGate.require(EXACT, Map.of("gender.accuracy", 0.94, "age.mae", 5.1), ERRORS))
                .isInstanceOf(UserError.class)
                .hasMessage("quantization: expected every score within 1 % of float32, found age.mae 5.100, was 5.000"
                        + " (2.0 % lost)");
    }

    @Test
    void require_scoreThatFalls_isRefusedByName() {
        assertThatThrownBy(
                        () -> QuantizationGate.require(EXACT, Map.of("gender.accuracy", 0.9, "age.mae", 5.0), ERRORS))
                .hasMessageContaining("gender.accuracy 0.9000");
    }

    @Test
    void require_scoreThatWasNotMeasured_isRefused() {
        assertThatThrownBy(() -> QuantizationGate.require(EXACT, Map.of("age.mae", 5.0), ERRORS))
                .hasMessageContaining("gender.accuracy NaN");
    }
}

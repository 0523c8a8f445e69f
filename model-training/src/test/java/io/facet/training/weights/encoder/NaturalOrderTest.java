package io.facet.training.weights.encoder;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NaturalOrderTest {
    @Test
    void compare_names_countsNumbersAsNumbers() {
        List<String> sorted = Stream.of(
                        "b.10.w", "b.2.w", "b.2.bias", "a", "b", "", "b.02.w", "b.99999999999999999999.w")
                .sorted(NaturalOrder.INSTANCE)
                .toList();

        assertThat(sorted)
                .containsExactly("", "a", "b", "b.2.bias", "b.02.w", "b.2.w", "b.10.w", "b.99999999999999999999.w");
    }
}

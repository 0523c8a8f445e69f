package io.facet.training.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HoldOutTest {
    @Test
    void split_anyOrder_holdsTheSameSamplesBack() {
        List<LabelledFeatures.Row> rows = new ArrayList<>(rows(50));
        Set<String> first = heldBack(rows, 7);
        Collections.reverse(rows);

        assertThat(heldBack(rows, 7)).hasSize(10).isEqualTo(first);
        assertThat(heldBack(rows, 8)).isNotEqualTo(first);
    }

    @Test
    void split_fewSamples_holdsOneBack() {
        HoldOut.Parts parts = new HoldOut(0.1, 1).split(new LabelledFeatures(rows(3), 1));

        assertThat(parts.heldBack().size()).isEqualTo(1);
        assertThat(parts.kept().size()).isEqualTo(2);
    }

    private static Set<String> heldBack(List<LabelledFeatures.Row> rows, long seed) {
        return new HoldOut(0.2, seed)
                .split(new LabelledFeatures(rows, 1)).heldBack().rows().stream()
                        .map(LabelledFeatures.Row::key)
                        .collect(Collectors.toSet());
    }

    private static List<LabelledFeatures.Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LabelledFeatures.Row("sample " + i, new float[] {i}, i % 2))
                .toList();
    }
}

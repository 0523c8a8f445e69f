package io.facet.functions.metrics;

import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessTotalTest {

    @Test
    void merge_ofSubtasksThatShareACounter_countsItOnce() {
        ProcessTotal merged = new ProcessTotal();

        merged.merge(total("worker-1", 40));
        merged.merge(total("worker-1", 100));
        merged.merge(total("worker-1", 70));
        merged.merge(total("worker-2", 5));

        assertThat(merged.getLocalValue()).isEqualTo(105);
    }

    @Test
    void clone_isIndependentOfItsOriginal() {
        ProcessTotal original = total("worker-1", 1);
        ProcessTotal clone = original.clone();

        original.set("worker-1", 9);

        assertThat(clone.getLocalValue()).isEqualTo(1);
    }

    @Test
    void javaSerialization_keepsTheTotals() throws Exception {
        assertThat(InstantiationUtil.clone(total("worker-1", 3)).getLocalValue())
                .isEqualTo(3);
    }

    private static ProcessTotal total(String source, long value) {
        ProcessTotal total = new ProcessTotal();
        total.set(source, value);
        return total;
    }
}

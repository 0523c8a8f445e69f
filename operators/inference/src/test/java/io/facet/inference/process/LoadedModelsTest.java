package io.facet.inference.process;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadedModelsTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void closingOnFailure_whenTheNextCannotBeOpened_closesWhatWasOpen() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        assertThatThrownBy(() -> LoadedModels.closingOnFailure(closed::incrementAndGet, () -> {
                    throw noThread;
                }))
                .isSameAs(noThread);
        assertThat(closed).hasValue(1);
    }

    @Test
    void closingOnFailure_whenClosingFailsToo_reportsWhatFailedFirst() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        assertThatThrownBy(() -> LoadedModels.closingOnFailure(
                        () -> {
                            throw second;
                        },
                        () -> {
                            throw first;
                        }))
                .isSameAs(first)
                .hasSuppressedException(second);
    }

    @Test
    void closingOnFailure_whenAllOpens_leavesItOpen() {
        assertThat(LoadedModels.closingOnFailure(closed::incrementAndGet, () -> "next"))
                .isEqualTo("next");
        assertThat(closed).hasValue(0);
    }
}

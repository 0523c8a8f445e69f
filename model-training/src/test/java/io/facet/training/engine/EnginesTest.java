package io.facet.training.engine;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.training.engine.EngineSettings.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnginesTest {
    @Test
    void open_sameKindAgain_opensAnother() {
        try (Backend<?> first = Engines.open(EngineSettings.cpu(Kind.DJL))) {
            assertThat(first.description()).startsWith("DJL ");
        }
        try (Backend<?> second = Engines.open(EngineSettings.cpu(Kind.DJL))) {
            assertThat(second.description()).startsWith("DJL ");
        }
    }

    @Test
    void open_otherKindAfterwards_isRefused() {
        Engines.open(EngineSettings.cpu(Kind.DJL)).close();
        assertThatThrownBy(() -> Engines.open(EngineSettings.cpu(Kind.LIBTORCH)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected engine DJL, which this process has loaded, found LIBTORCH");
    }
}

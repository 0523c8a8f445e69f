package io.facet.jobs.cluster;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterRequestTest {

    private static final ClusterSettings KNOWN = new ClusterSettings(19_092, 19_093, 18_081, 16_123, 3, "1536m", 6);

    @Test
    void applyTo_nothingAsked_keepsWhatIsKnown() {
        assertThat(ClusterRequest.any().applyTo(KNOWN)).isEqualTo(KNOWN);
    }

    @Test
    void applyTo_taskManagersAsked_changesOnlyThem() {
        assertThat(taskManagers(5).applyTo(KNOWN)).isEqualTo(KNOWN.withTaskManagers(5));
    }

    @Test
    void applyTo_noTaskManager_isRefused() {
        assertThatThrownBy(() -> taskManagers(0).applyTo(KNOWN))
                .isInstanceOf(UserError.class)
                .hasMessage("the number of TaskManagers is at least 1; found 0");
    }

    @Test
    void applyTo_memoryNobodyUnderstands_isRefused() {
        ClusterRequest request = new ClusterRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("plenty"), Optional.empty());

        assertThatThrownBy(() -> request.applyTo(KNOWN))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("like 2g")
                .hasMessageContaining("found plenty");
    }

    private static ClusterRequest taskManagers(int number) {
        return new ClusterRequest(
                Optional.empty(), Optional.empty(), Optional.of(number), Optional.empty(), Optional.empty());
    }
}

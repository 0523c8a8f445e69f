package io.facet.vision.tracking;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrackingOptionsTest {

    @Test
    void options_thatContradictThemselves_sayExpectedAndFound() {
        assertThatThrownBy(() -> new TrackingOptions(0.3, 0.6, 0.6, 0.2, 0.5, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lowScore <= highScore")
                .hasMessageContaining("0.6, 0.3, 0.6");
        assertThatThrownBy(() -> new TrackingOptions(0.6, 0.3, 0.6, 0, 0.5, 0, 1))
                .hasMessageContaining("matchIou");
        assertThatThrownBy(() -> new TrackingOptions(0.6, 0.3, 0.6, 0.2, 0.5, 0, 0))
                .hasMessageContaining("minHits");
        assertThatThrownBy(() -> new TrackingOptions(Double.NaN, 0.3, 0.6, 0.2, 0.5, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.facet.vision.image;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LetterboxTest {

    @Test
    void fit_of1080p_shrinksToTheLongestSideAndPadsToTheMultiple() {
        assertThat(Letterbox.fit(1920, 1080, 640, 32)).isEqualTo(new Letterbox(1920, 1080, 640, 360, 640, 384));
    }

    @Test
    void fit_ofSmallPicture_neverEnlarges() {
        assertThat(Letterbox.fit(100, 60, 640, 32)).isEqualTo(new Letterbox(100, 60, 100, 60, 128, 64));
    }

    @Test
    void into_ofFixedTarget_fitsBothSides() {
        assertThat(Letterbox.into(1080, 1920, 320, 240)).isEqualTo(new Letterbox(1080, 1920, 135, 240, 320, 240));
        assertThat(Letterbox.into(64, 48, 320, 240)).isEqualTo(new Letterbox(64, 48, 64, 48, 320, 240));
    }

    @Property
    void toSource_ofTheContent_isTheWholePicture(
            @ForAll @IntRange(min = 1, max = 8000) int width, @ForAll @IntRange(min = 1, max = 8000) int height) {
        Letterbox box = Letterbox.fit(width, height, 640, 32);

        Point corner = box.toSource(new Point(box.contentWidth(), box.contentHeight()));
        Box whole = box.toSource(new Box(0, 0, box.contentWidth(), box.contentHeight()));

        assertThat(corner.x()).isCloseTo(width, within(1e-9));
        assertThat(corner.y()).isCloseTo(height, within(1e-9));
        assertThat(whole.right()).isCloseTo(width, within(1e-9));
        assertThat(whole.bottom()).isCloseTo(height, within(1e-9));
        assertThat(box.width() % 32 + box.height() % 32).isZero();
        assertThat(Math.max(box.contentWidth(), box.contentHeight())).isLessThanOrEqualTo(640);
    }

    @Test
    void fit_ofEmptyPicture_isRefused() {
        assertThatThrownBy(() -> Letterbox.fit(0, 5, 640, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x5");
        assertThatThrownBy(() -> Letterbox.fit(5, 5, 640, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

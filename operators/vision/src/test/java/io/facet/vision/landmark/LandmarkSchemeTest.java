package io.facet.vision.landmark;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LandmarkSchemeTest {
    @ParameterizedTest
    @ValueSource(strings = {"ibug-68", "wflw-98", "aflw-19", "cofw-29"})
    void mirrored_twice_givesTheSamePoints(String name) {
        LandmarkScheme scheme = LandmarkScheme.of(name);
        float[] points = numbered(scheme.count());

        float[] once = scheme.mirrored(points, 500);

        assertThat(once).isNotEqualTo(points);
        assertThat(scheme.mirrored(once, 500)).containsExactly(points);
        assertThat(scheme).isEqualTo(LandmarkScheme.of(scheme.count()).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ibug-68", "wflw-98", "aflw-19", "cofw-29"})
    void mirror_pairsOfEyesAndMouth_changePlaces(String name) {
        LandmarkScheme scheme = LandmarkScheme.of(name);

        for (PointPair pair : List.of(scheme.ocular(), scheme.pupils(), scheme.mouth())) {
            List<Integer> mirrored = pair.left().stream()
                    .map(point -> scheme.mirror().get(point))
                    .toList();
            assertThat(mirrored).containsExactlyInAnyOrderElementsOf(pair.right());
        }
        assertThat(scheme.mirror().get(scheme.nose())).isEqualTo(scheme.nose());
    }

    @Test
    void five_ofIbug68_areEyeCentresNoseAndCornersOfTheMouth() {
        float[] points = numbered(68);

        FivePoints five = LandmarkScheme.IBUG_68.five(points);

        assertThat(five)
                .isEqualTo(new FivePoints(
                        new Point(38.5, 1038.5),
                        new Point(44.5, 1044.5),
                        new Point(30, 1030),
                        new Point(48, 1048),
                        new Point(54, 1054)));
        assertThat(LandmarkScheme.IBUG_68.ocular().distance(points)).isCloseTo(9 * Math.sqrt(2), within(1e-9));
        assertThat(LandmarkScheme.IBUG_68.pupils().distance(points)).isCloseTo(6 * Math.sqrt(2), within(1e-9));
    }

    @Test
    void within_wflw98_namesThePointsThatCorrespond() {
        List<Integer> indices =
                LandmarkScheme.IBUG_68.within(LandmarkScheme.WFLW_98).orElseThrow();

        assertThat(indices).hasSize(68).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 68))
                .as("a mirrored face corresponds as the face does")
                .allSatisfy(i -> assertThat(
                                indices.get(LandmarkScheme.IBUG_68.mirror().get(i)))
                        .isEqualTo(LandmarkScheme.WFLW_98.mirror().get(indices.get(i))));
        assertThat(LandmarkScheme.AFLW_19.within(LandmarkScheme.WFLW_98)).isEmpty();
    }

    @Test
    void of_unknownName_saysWhichThereAre() {
        assertThatThrownBy(() -> LandmarkScheme.of("dlib-5"))
                .hasMessage("landmark scheme: expected one of ibug-68, wflw-98, aflw-19, cofw-29, found dlib-5");
        assertThat(LandmarkScheme.of(5)).isEmpty();
    }

    @Test
    void mirrored_wrongNumberOfPoints_isRefused() {
        assertThatThrownBy(() -> LandmarkScheme.COFW_29.mirrored(new float[10], 1))
                .hasMessage("landmarks cofw-29: expected 58 numbers, x and y of 29 points, found 10");
    }

    /** Point i at (i, 1000 + i). */
    private static float[] numbered(int count) {
        float[] points = new float[2 * count];
        for (int i = 0; i < count; i++) {
            points[2 * i] = i;
            points[2 * i + 1] = 1000 + i;
        }
        return points;
    }
}

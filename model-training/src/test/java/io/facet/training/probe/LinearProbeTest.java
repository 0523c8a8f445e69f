package io.facet.training.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LinearProbeTest {
    private static final int WIDTH = 8;
    private static Backend<?> backend;

    @BeforeAll
    static void open() {
        backend = Engines.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void run_classesFarApart_tellsThemApart() {
        ProbeReport report = probe(clouds(300, 3, 4, 1), clouds(90, 3, 4, 2));

        assertThat(report.accuracy().value()).isGreaterThan(0.97);
        assertThat(report.balancedAccuracy().value()).isGreaterThan(0.97);
        assertThat(report.classes())
                .containsExactly(
                        new ProbeReport.ClassCount(
                                0, 100, 30, report.classes().get(0).correct()),
                        new ProbeReport.ClassCount(
                                1, 100, 30, report.classes().get(1).correct()),
                        new ProbeReport.ClassCount(
                                2, 100, 30, report.classes().get(2).correct()));
    }

    @Test
    void run_featuresWithoutMeaning_isAsGoodAsGuessing() {
        ProbeReport report = probe(clouds(600, 2, 0, 1), clouds(400, 2, 0, 2));

        assertThat(report.accuracy().value()).isCloseTo(0.5, within(0.08));
        assertThat(report.accuracy().low()).isLessThan(0.5);
        assertThat(report.accuracy().high()).isGreaterThan(0.5);
        assertThat(report.penalty()).isGreaterThanOrEqualTo(0.1);
    }

    @Test
    void run_otherUnits_givesTheSame() {
        ProbeReport plain = probe(clouds(200, 2, 1, 1), clouds(100, 2, 1, 2));
        ProbeReport scaled = probe(scaled(clouds(200, 2, 1, 1)), scaled(clouds(100, 2, 1, 2)));

        assertThat(scaled.accuracy().value()).isCloseTo(plain.accuracy().value(), within(0.011));
        assertThat(scaled.penalty()).isEqualTo(plain.penalty());
    }

    @Test
    void run_again_givesTheSame() {
        assertThat(probe(clouds(100, 2, 1, 1), clouds(50, 2, 1, 2)))
                .isEqualTo(probe(clouds(100, 2, 1, 1), clouds(50, 2, 1, 2)));
    }

    @Test
    void run_oneClass_isRefused() {
        LabelledFeatures one = clouds(20, 1, 0, 1);

        assertThatThrownBy(() -> probe(one, one))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("two classes")
                .hasMessageContaining("20 samples of 1 classes");
    }

    private static ProbeReport probe(LabelledFeatures train, LabelledFeatures test) {
        return new LinearProbe<>(backend, ProbeSettings.withSeed(5)).run(train, test);
    }

    /** Normal clouds, one for each class, at a distance along an axis of its own. */
    private static LabelledFeatures clouds(int count, int classes, double distance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledFeatures.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] feature = new float[WIDTH];
            for (int axis = 0; axis < WIDTH; axis++) {
                feature[axis] = (float) (random.nextGaussian() + (axis == i % classes ? distance : 0));
            }
            rows.add(new LabelledFeatures.Row("sample " + i, feature, i % classes));
        }
        return new LabelledFeatures(rows, WIDTH);
    }

    private static LabelledFeatures scaled(LabelledFeatures set) {
        return new LabelledFeatures(
                set.rows().stream()
                        .map(row -> {
                            float[] feature = row.feature().clone();
                            feature[0] = 1000 * feature[0] + 50;
                            feature[3] = 0.001f * feature[3];
                            return new LabelledFeatures.Row(row.key(), feature, row.label());
                        })
                        .toList(),
                WIDTH);
    }
}

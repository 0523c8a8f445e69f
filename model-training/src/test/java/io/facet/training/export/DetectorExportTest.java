package io.facet.training.export;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.detector.DetectorProgram;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.network.detector.FaceDetectorNetwork;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

class DetectorExportTest {
    private static final FaceDetectorNetwork TINY = new FaceDetectorNetwork("detector", DetectorShape.tiny());

    private static Declaration.Declared declared() {
        return Declaration.of(new DetectorProgram(TINY), Map.of("input", Shape.of(Shape.ANY, 3, 96, 160)));
    }

    @Test
    void tiny_declared_isOfYunetsSizeAndGivesACandidateForEachCell() {
        Declaration.Declared declared = declared();

        assertThat(declared.parameters().stream()
                        .mapToLong(spec -> spec.shape().elements())
                        .sum())
                .isBetween(75_000L, 300_000L);
        assertThat(declared.outputs().get("cls_8")).isEqualTo(Shape.of(Shape.ANY, 12, 20, 1));
        assertThat(declared.outputs().get("bbox_16")).isEqualTo(Shape.of(Shape.ANY, 6, 10, 4));
        assertThat(declared.outputs().get("kps_32")).isEqualTo(Shape.of(Shape.ANY, 3, 5, 10));
    }

    @Test
    void model_exported_takesAnyHeightAndWidthAndHasTheOutputsOfItsSpec() {
        Parameters parameters = Parameters.initialize(declared().parameters(), 0);

        byte[] model = DetectorExport.model(TINY, parameters);

        assertThat(model).isEqualTo(DetectorExport.model(TINY, parameters)).hasSizeLessThan(1_500_000);
        try (OnnxSession session = OnnxSession.open("detector", model, SessionSettings.singleThread())) {
            assertThat(session.inputs().get("input").shape()).isEqualTo(List.of(-1L, 3L, -1L, -1L));
            assertThat(session.outputs().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            DetectorExport.spec(0.5, 0.3).outputs());
        }
    }
}

package io.facet.inference.onnx;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.Lineage.ModelSource;
import io.facet.domain.face.HeadTask;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.inference.testing.SharedData;

import static org.assertj.core.api.Assertions.assertThat;

/** The bundle of published networks, where they are at hand. */
class PublishedBundleIT {
    @TempDir
    static Path temporary;

    private static Bundle bundle;

    @BeforeAll
    static void assemble() {
        Path spec = SharedData.repository().resolve("deploy/bundles/published.yaml");
        BundleAssembler.assemble(spec, SharedData.models(), temporary.resolve("published"));
        bundle = Bundle.open(temporary.resolve("published"));
    }

    @Test
    void assemble_publishedNetworks_adaptsWhatNeedsIt() {
        BundleManifest manifest = bundle.manifest();
        assertThat(manifest.lineage().sources().stream()
                        .collect(Collectors.toMap(ModelSource::origin, ModelSource::adaptations)))
                .containsEntry("yunet_n_dynamic.onnx", List.of())
                .containsEntry("faceplugin_landmark68.onnx", List.of("opset 9 -> 20", "batch 1 -> N"))
                .containsEntry(
                        "mobilefacenet_photo_analyze.onnx",
                        List.of("opset 11 -> 20", "batch 1 -> N", "Reshape [1, ...] -> [0, ...] x1"))
                .containsEntry("genderage_v1.onnx", List.of("opset 12 -> 20", "batch 1 -> N"))
                .containsEntry("SimonEnkel_unet_256_converted.onnx", List.of("opset 13 -> 20"));
    }

    @Test
    void compose_genderAndAge_holdTheirNetworkOnce() {
        ComposedGraph both = compose(EnumSet.of(HeadTask.GENDER, HeadTask.AGE));
        ComposedGraph one = compose(EnumSet.of(HeadTask.AGE));
        assertThat(both.model()).isEqualTo(one.model());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void run_batches_doNotChangeAFace(int threads) {
        Set<HeadTask> vectors = EnumSet.of(HeadTask.LANDMARKS, HeadTask.IDENTITY, HeadTask.GENDER, HeadTask.AGE);
        BatchInvariance.check(compose(vectors), threads, 1, 2, 7, 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void run_batchesWithParsing_doNotChangeAFace(int threads) {
        BatchInvariance.check(compose(EnumSet.of(HeadTask.PARSING)), threads, 1, 2, 7);
    }

    private static ComposedGraph compose(Set<HeadTask> tasks) {
        return GraphComposer.compose(bundle.manifest(), bundle::model, tasks);
    }
}

package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.Lineage.ModelSource;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;
import io.facet.inference.testing.TinyBundle;
import io.facet.inference.testing.TinyModels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BundleAssemblerTest {
    @TempDir
    Path temporary;

    private Path models;
    private Path spec;
    private Path out;

    @BeforeEach
    void writeSources() throws IOException {
        models = Files.createDirectory(temporary.resolve("models"));
        TinyBundle.writeSources("tiny.yaml", models);
        spec = models.resolve("tiny.yaml");
        out = temporary.resolve("out");
    }

    @Test
    void assemble_spec_writesABundleAndItsLineage() {
        BundleManifest manifest = BundleAssembler.assemble(spec, models, out);
        assertThat(Bundle.open(out).manifest()).isEqualTo(manifest);
        assertThat(manifest.lineage().sources())
                .contains(new ModelSource(
                        "detector.onnx", "detector.onnx", Sha256.of(TinyModels.detector()), "Apache-2.0", List.of()))
                .contains(new ModelSource(
                        "heads/gender-age.onnx",
                        "gender-age.onnx",
                        Sha256.of(TinyModels.genderAge()),
                        "Apache-2.0",
                        List.of("opset 11 -> 20", "batch 1 -> N", "Reshape [1, ...] -> [0, ...] x1")));
    }

    @Test
    void assemble_twice_givesTheSameBytes() throws IOException {
        BundleManifest first = BundleAssembler.assemble(spec, models, out);
        Path again = temporary.resolve("again");
        assertThat(BundleAssembler.assemble(spec, models, again)).isEqualTo(first);
        assertThat(Files.readAllBytes(again.resolve(Bundle.MANIFEST)))
                .isEqualTo(Files.readAllBytes(out.resolve(Bundle.MANIFEST)));
    }

    @Test
    void format_manifest_saysWhatIsInTheBundle() {
        String text = BundleFormatter.format(BundleAssembler.assemble(spec, models, out));
        assertThat(text)
                .startsWith("facet-tiny@1.0.0\n")
                .contains("detector   detector.onnx: yunet")
                .contains("gives    vector [-1, 16]")
                .contains("gender     heads/gender-age.onnx: softmax of fc [-1, 22][0, 2), 2 labels: female, male")
                .contains("reads the encoder's [map]")
                .contains("reads 200 x 200 at (40, -8) of the crop")
                .contains("opset 11 -> 20; batch 1 -> N");
    }

    @Test
    void assemble_occupiedDirectory_isRefusedAndLeftAlone() throws IOException {
        Files.createDirectory(out);
        Path precious = Files.writeString(out.resolve("precious.txt"), "mine");
        refused("bundle %s: expected an empty directory, found precious.txt in it".formatted(out));
        assertThat(precious).hasContent("mine");
    }

    @Test
    void assemble_missingModel_isRefused() throws IOException {
        Files.delete(models.resolve("encoder.onnx"));
        refused("models: encoder.onnx: expected a file in %s, found none".formatted(models));
    }

    @Test
    void assemble_anotherModelThanPinned_isRefused() throws IOException {
        String pinned = "0".repeat(64);
        edit(
                "file: encoder.onnx, licence: Apache-2.0",
                "file: encoder.onnx, licence: x, sha256: \"%s\"".formatted(pinned));
        refused("models: encoder.onnx: expected sha256 %s, found %s"
                .formatted(pinned, Sha256.of(TinyModels.encoder())));
    }

    @Test
    void assemble_unknownKey_isRefusedByName() throws IOException {
        edit("licence: Apache-2.0\ncard:", "licence: Apache-2.0\ncolour: blue\ncard:");
        assertThatThrownBy(() -> BundleAssembler.assemble(spec, models, out))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(
                        "assembly spec %s: colour: expected one of [alignment, card, detector,".formatted(spec))
                .hasMessageNotContaining("\n");
    }

    @Test
    void assemble_missingSpec_isRefused() {
        spec = models.resolve("other.yaml");
        refused("assembly spec %s: expected a file, found none".formatted(spec));
    }

    @Test
    void assemble_pathOutside_isRefused() throws IOException {
        edit("file: heads/parsing.onnx, licence", "file: ../parsing.onnx, licence");
        refused(
                "models: expected paths inside the models folder and the bundle, found parsing.onnx -> ../parsing.onnx");
    }

    @Test
    void assemble_modelNothingUses_isRefused() throws IOException {
        edit(
                "  - {source: parsing.onnx",
                "  - {source: age.onnx, file: heads/spare.onnx, licence: x}\n  - {source: parsing.onnx");
        refused("models: heads/spare.onnx: expected a detector, encoder or head of that file, found none");
    }

    @Test
    void assemble_misfittingHead_leavesNothingBehind() throws IOException {
        // The output is declared wider than the network's.
        edit(
                "output: {name: embedding, shape: [-1, 16]}\n    from: 0\n    to: 16",
                "output: {name: embedding, shape: [-1, 12]}\n    from: 0\n    to: 12");
        refused("bundle %s: heads/identity.onnx: output embedding: expected FLOAT32[-1, 12], found FLOAT32[-1, 16]"
                .formatted(out));
        assertThat(out).doesNotExist();
    }

    @Test
    void check_networkThatComputesSomethingElse_isRefused() {
        AdaptationCheck check = new AdaptationCheck(
                "attributes.onnx",
                List.of(new AdaptationCheck.RandomInput(
                        new TensorPort("vector", ElementType.FLOAT32, List.of(-1L, 16L)), -1, 1)),
                List.of(new TensorSpec("logits", List.of(-1L, 4L))));
        byte[] original = TinyModels.vectorHead("logits", 4, 1);
        check.require(original, original);
        assertThatThrownBy(() -> check.require(original, TinyModels.vectorHead("logits", 4, 2)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("attributes.onnx: output logits: expected the adapted network within ");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> BundleAssembler.assemble(spec, models, out))
                .isInstanceOf(BundleException.class)
                .hasMessage(message);
    }

    private void edit(String old, String replacement) throws IOException {
        String yaml = Files.readString(spec);
        assertThat(yaml).contains(old);
        Files.writeString(spec, yaml.replace(old, replacement));
    }
}

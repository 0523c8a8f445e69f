package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import ai.onnx.proto.OnnxMl.ModelProto;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.Lineage.ModelSource;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.AdaptationCheck.RandomInput;
import io.facet.inference.onnx.BatchAxis;
import io.facet.inference.onnx.OnnxFormatException;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.onnx.OpsetUpgrade;
import io.facet.inference.session.InferenceException;

/**
 * Writes a bundle from ONNX files and a description in YAML.
 *
 * <p>The encoder and the heads are raised to {@link OnnxModels#OPSET} and get a free batch axis, so that they can be
 * composed; each is then run beside its original on random input. The detector stays as it came. What was changed is
 * written into the lineage. The same inputs give the same bytes.
 */
public final class BundleAssembler {
    private static final String CARD = "card.md";

    private final AssemblySpec spec;
    private final Path models;

    private BundleAssembler(AssemblySpec spec, Path models) {
        this.spec = spec;
        this.models = models;
    }

    /**
     * Assembles a bundle and opens it once to verify it.
     *
     * @param specYaml the description: the manifest's fields but {@code schemaVersion}, {@code files} and
     *     {@code lineage}, and {@code card} and {@code models}; unknown keys are refused
     * @param modelsDirectory where the sources of {@code models} are
     * @param out directory to write; must not exist or be empty. Nothing is left there on failure
     * @return the manifest written
     * @throws BundleException in one line, if the spec, a model or the finished bundle does not fit
     */
    public static BundleManifest assemble(Path specYaml, Path modelsDirectory, Path out) {
        AssemblySpec spec = AssemblySpec.read(specYaml);
        try {
            BundleWriter.requireEmpty(out);
            TreeMap<String, byte[]> files = new TreeMap<>();
            BundleManifest manifest = new BundleAssembler(spec, modelsDirectory).collect(files);
            ManifestRules.check("assembly spec " + specYaml, manifest);
            BundleWriter.write(out, files, manifest);
            return manifest;
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be written: %s".formatted(out, e), e);
        }
    }

    private BundleManifest collect(TreeMap<String, byte[]> files) throws IOException {
        List<ModelSource> sources = new ArrayList<>();
        for (AssemblySpec.Model model : spec.models()) {
            byte[] original = source(model);
            Adapted adapted = adapt(model, original);
            if (files.put(model.file(), adapted.bytes()) != null) {
                throw new BundleException("models: expected each file once, found %s twice".formatted(model.file()));
            }
            sources.add(new ModelSource(
                    model.file(), model.source(), Sha256.of(original), model.licence(), adapted.adaptations()));
        }
        files.put(CARD, spec.card().getBytes(StandardCharsets.UTF_8));
        return spec.manifest(BundleWriter.list(files), new Lineage(program(), null, sources));
    }

    private byte[] source(AssemblySpec.Model model) throws IOException {
        if (!BundleFiles.isPlain(model.source()) || !BundleFiles.isPlain(model.file())) {
            throw new BundleException("models: expected paths inside the models folder and the bundle, found %s -> %s"
                    .formatted(model.source(), model.file()));
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(models.resolve(model.source()));
        } catch (NoSuchFileException e) {
            throw new BundleException(
                    "models: %s: expected a file in %s, found none".formatted(model.source(), models), e);
        }
        String hash = Sha256.of(bytes);
        if (model.sha256() != null && !model.sha256().equals(hash)) {
            throw new BundleException(
                    "models: %s: expected sha256 %s, found %s".formatted(model.source(), model.sha256(), hash));
        }
        return bytes;
    }

    /** A network as it goes into the bundle. */
    private record Adapted(byte[] bytes, List<String> adaptations) {}

    private Adapted adapt(AssemblySpec.Model model, byte[] original) {
        if (spec.detector().file().equals(model.file())) {
            return new Adapted(original, List.of());
        }
        try {
            ModelProto read = OnnxModels.read(model.source(), original);
            List<String> adaptations = new ArrayList<>();
            int opset = OnnxModels.opset(model.source(), read);
            if (opset != OnnxModels.OPSET) {
                adaptations.add("opset %d -> %d".formatted(opset, OnnxModels.OPSET));
            }
            BatchAxis.Freed freed = BatchAxis.free(model.source(), OpsetUpgrade.upgrade(model.source(), read));
            adaptations.addAll(freed.adaptations());
            byte[] bytes = OnnxModels.write(freed.model());
            check(model).require(original, bytes);
            return new Adapted(bytes, adaptations);
        } catch (OnnxFormatException | InferenceException e) {
            throw new BundleException("models: " + e.getMessage(), e);
        }
    }

    private AdaptationCheck check(AssemblySpec.Model model) {
        if (spec.encoder() != null && spec.encoder().file().equals(model.file())) {
            return new AdaptationCheck(
                    model.source(),
                    List.of(random(spec.encoder().input())),
                    spec.encoder().features());
        }
        List<HeadSpec> heads = spec.heads().stream()
                .filter(head -> head.file().equals(model.file()))
                .toList();
        if (heads.isEmpty()) {
            throw new BundleException("models: %s: expected a detector, encoder or head of that file, found none"
                    .formatted(model.file()));
        }
        List<TensorSpec> outputs = heads.stream().map(HeadSpec::output).toList();
        return new AdaptationCheck(model.source(), random(heads.get(0)), outputs);
    }

    private List<RandomInput> random(HeadSpec head) {
        return Optional.ofNullable(head.crop())
                .map(crop -> List.of(random(crop.image())))
                .orElseGet(() -> NetworkInputs.of(head, spec.encoder()).stream()
                        .map(port -> new RandomInput(port, -1, 1))
                        .toList());
    }

    /** Values as pixels have them after normalisation; the first channel speaks for all. */
    private static RandomInput random(ImageInput image) {
        double mean = image.mean().get(0);
        double std = image.std().get(0);
        return new RandomInput(NetworkInputs.of(image), -mean / std, (255 * image.scale() - mean) / std);
    }

    private static String program() {
        String version = BundleAssembler.class.getPackage().getImplementationVersion();
        return "facet bundle assemble" + (version == null ? "" : " " + version);
    }
}

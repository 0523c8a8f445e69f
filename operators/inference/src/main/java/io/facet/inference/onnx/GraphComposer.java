package io.facet.inference.onnx;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.HeadTask;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/**
 * Joins the encoder and the wanted heads of a bundle into one graph, so that a batch is one run and no tensor is copied
 * back between encoder and heads.
 *
 * <pre>
 *   crop uint8 [N,3,S,S] ── Cast ─┬─ whole crop, normalised ── encoder/ ─┬─ heads/a.onnx/ ── output
 *                                 │                                      └─ heads/b.onnx/ ── output
 *                                 └─ region, resized, normalised ──────────  heads/c.onnx/ ── output
 * </pre>
 *
 * <p>Names are prefixed by the file they come from. A file that several heads share is there once. Nothing is there that
 * no wanted head needs: not the encoder when all read the crop, nor its last layers when none reads them.
 */
public final class GraphComposer {
    private static final String CROP = "crop";
    private static final String PIXELS = "crop/pixels";

    private final BundleManifest manifest;
    private final Function<String, ModelProto> files;
    private final GraphBuilder graph = new GraphBuilder();
    private final CropReader reader;

    private GraphComposer(BundleManifest manifest, Function<String, ModelProto> files) {
        this.manifest = manifest;
        this.files = files;
        this.reader = new CropReader(graph, manifest.alignment().size());
    }

    /**
     * Composes the graph of some heads. The same manifest, files and tasks give the same bytes.
     *
     * @param files reads a model by its path in the bundle
     * @param tasks at least one task the bundle has a head for
     * @throws IllegalArgumentException if no head is asked for, or one the bundle does not have
     * @throws OnnxFormatException if a file's opset is not {@link OnnxModels#OPSET}
     */
    public static ComposedGraph compose(
            BundleManifest manifest, Function<String, ModelProto> files, Set<HeadTask> tasks) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("expected at least one head of bundle %s".formatted(manifest.id()));
        }
        return new GraphComposer(manifest, files).compose(tasks);
    }

    /**
     * As {@link #compose}, of files that are not in a bundle yet.
     *
     * @param files bytes by path in the bundle
     */
    public static ComposedGraph composeFiles(BundleManifest manifest, Map<String, byte[]> files, Set<HeadTask> tasks) {
        return compose(manifest, file -> OnnxModels.read(file, files.get(file)), tasks);
    }

    private ComposedGraph compose(Set<HeadTask> tasks) {
        Map<HeadTask, HeadSpec> heads = new EnumMap<>(HeadTask.class);
        tasks.forEach(task -> heads.put(task, head(task)));

        graph.node("Cast", PIXELS, List.of(CROP), Attributes.of("to", (long) TensorProto.DataType.FLOAT_VALUE));
        if (heads.values().stream().anyMatch(head -> head.crop() == null)) {
            addEncoder(manifest.encoder());
        }
        // One entry a file: its heads differ in what they read of the output, not in what the network reads.
        Map<String, HeadSpec> networks = new LinkedHashMap<>();
        heads.values().forEach(head -> networks.putIfAbsent(head.file(), head));
        networks.values().forEach(this::addNetwork);

        Map<HeadTask, String> outputs = new EnumMap<>(HeadTask.class);
        heads.forEach((task, head) ->
                outputs.put(task, prefix(head.file()) + head.output().name()));
        return new ComposedGraph(OnnxModels.write(model(heads, outputs)), CROP, outputs);
    }

    private HeadSpec head(HeadTask task) {
        return manifest.head(task)
                .orElseThrow(() -> new IllegalArgumentException("bundle %s has no head '%s', only %s"
                        .formatted(
                                manifest.id(),
                                task.key(),
                                manifest.heads().stream()
                                        .map(head -> head.task().key())
                                        .toList())));
    }

    private void addEncoder(EncoderSpec encoder) {
        int size = manifest.alignment().size();
        addReading(encoder.file(), encoder.input(), new Region(0, 0, size, size));
    }

    private void addNetwork(HeadSpec head) {
        if (head.crop() != null) {
            addReading(head.file(), head.crop().image(), head.crop().region());
            return;
        }
        String encoder = prefix(manifest.encoder().file());
        add(
                head.file(),
                head.features().stream()
                        .distinct()
                        .collect(Collectors.toMap(feature -> feature, feature -> encoder + feature)));
    }

    private void addReading(String file, ImageInput image, Region region) {
        String input = reader.read(PIXELS, region, image, prefix(file) + "crop/");
        add(file, Map.of(image.tensor(), input));
    }

    private void add(String file, Map<String, String> inputs) {
        ModelProto model = files.apply(file);
        int opset = OnnxModels.opset(file, model);
        if (opset != OnnxModels.OPSET) {
            throw new OnnxFormatException("%s: expected opset %d, found %d".formatted(file, OnnxModels.OPSET, opset));
        }
        graph.append(NamePrefix.apply(model.getGraph(), prefix(file), inputs));
    }

    private ModelProto model(Map<HeadTask, HeadSpec> heads, Map<HeadTask, String> outputs) {
        long size = manifest.alignment().size();
        TensorPort input = new TensorPort(CROP, ElementType.UINT8, List.of(-1L, 3L, size, size));
        // Heads may share an output, which the graph then gives once.
        Map<String, TensorPort> ports = new LinkedHashMap<>();
        heads.forEach((task, head) -> {
            String name = outputs.get(task);
            ports.putIfAbsent(
                    name, TensorPort.of(new TensorSpec(name, head.output().shape())));
        });
        GraphProto whole = graph.build("facet", List.of(input), List.copyOf(ports.values()));
        return OnnxModels.of(GraphPruning.keep(whole, ports.keySet()));
    }

    private static String prefix(String file) {
        return file + "/";
    }
}

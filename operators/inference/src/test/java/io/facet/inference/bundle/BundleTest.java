package io.facet.inference.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.face.HeadTask;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BundleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path master;

    @TempDir
    Path temporary;

    private Path root;

    @BeforeAll
    static void assemble() {
        TinyBundle.write(master.resolve("tiny"));
    }

    @BeforeEach
    void copy() throws IOException {
        root = temporary.resolve("tiny");
        try (Stream<Path> paths = Files.walk(master.resolve("tiny"))) {
            for (Path path : paths.sorted().toList()) {
                Files.copy(path, root.resolve(master.resolve("tiny").relativize(path)));
            }
        }
    }

    @Test
    void open_directory_readsWhatWasWritten() {
        Bundle bundle = Bundle.open(root);
        assertThat(bundle.id()).isEqualTo("facet-tiny@1.0.0");
        assertThat(bundle.root()).isEqualTo(root);
        assertThat(bundle.manifest().heads()).hasSize(7);
        assertThat(bundle.manifest().head(HeadTask.GENDER).orElseThrow().labels())
                .containsExactly("female", "male");
        assertThat(bundle.bytes("card.md")).startsWith("# facet-tiny".getBytes(StandardCharsets.UTF_8));
        assertThat(bundle.model("encoder.onnx").getGraph().getOutputCount()).isEqualTo(3);
    }

    @Test
    void open_zip_readsTheSame() throws IOException {
        Path zip = zip(List.of());
        Bundle bundle = Bundle.open(zip);
        assertThat(bundle.manifest()).isEqualTo(Bundle.open(root).manifest());
        assertThat(bundle.bytes("detector.onnx")).isEqualTo(Files.readAllBytes(root.resolve("detector.onnx")));
    }

    @Test
    void open_encoderAlone_readsAndShowsIt() {
        Path alone = temporary.resolve("alone");
        BundleManifest written = TinyBundle.writeEncoder(alone);

        BundleManifest manifest = Bundle.open(alone).manifest();
        assertThat(manifest).isEqualTo(written);
        assertThat(manifest.encoderAlone()).isTrue();
        assertThat(BundleFormatter.format(manifest))
                .contains(
                        "detector   none: a bundle of an encoder alone", "gives    vector [-1, 16]", "heads      none");
    }

    @Test
    void open_encoderAloneWithHeadButNoDetector_isRefused() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(root.resolve("bundle.json").toFile());
        Files.writeString(root.resolve("bundle.json"), json.putNull("detector").toString());
        refused(
                root,
                "bundle %s: bundle.json: detector: expected a detector, or an encoder and no heads, found none"
                        .formatted(root));
    }

    @Test
    void detector_ofEncoderAlone_isRefused() {
        Path alone = temporary.resolve("alone");
        TinyBundle.writeEncoder(alone);
        Bundle bundle = Bundle.open(alone);
        assertThatThrownBy(() -> FaceDetector.open(bundle, DetectorSettings.DEFAULT))
                .isInstanceOf(BundleException.class)
                .hasMessage("bundle %s: expected a detector, found an encoder alone", alone);
    }

    @Test
    void open_nothingThere_isRefused() {
        Path nowhere = temporary.resolve("nowhere");
        refused(nowhere, "bundle %s: expected a directory or a zip, found nothing".formatted(nowhere));
    }

    @Test
    void open_noManifest_isRefused() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        refused(empty, "bundle %s: expected a file bundle.json, found []".formatted(empty));
    }

    @Test
    void open_noZip_isRefused() throws IOException {
        Path text = Files.writeString(temporary.resolve("notes.zip"), "no zip at all");
        assertThatThrownBy(() -> Bundle.open(text))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle %s: cannot be read: ".formatted(text));
    }

    @Test
    void open_zipReachingOutside_isRefused() throws IOException {
        Path zip = zip(List.of("../../etc/passwd"));
        refused(zip, "bundle %s: expected paths inside the bundle, found '../../etc/passwd'".formatted(zip));
    }

    @Test
    void open_tamperedFile_isRefused() throws IOException {
        Path file = root.resolve("heads/identity.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        String expected = listed("heads/identity.onnx").path("sha256").asText();
        refused(
                root,
                "bundle %s: heads/identity.onnx: expected sha256 %s, found %s"
                        .formatted(root, expected, Sha256.of(bytes)));
    }

    @Test
    void open_longerFile_isRefused() throws IOException {
        Path file = root.resolve("card.md");
        long length = Files.size(file);
        Files.writeString(file, Files.readString(file) + "more");
        refused(root, "bundle %s: card.md: expected %d bytes, found more".formatted(root, length));
    }

    @Test
    void open_missingFile_isRefused() throws IOException {
        Files.delete(root.resolve("heads/parsing.onnx"));
        refused(root, "bundle %s: heads/parsing.onnx: expected a file, found none".formatted(root));
    }

    @Test
    void open_unknownFile_isRefused() throws IOException {
        Files.writeString(root.resolve("heads/extra.onnx"), "who put this here?");
        refused(
                root,
                "bundle %s: expected only files listed in bundle.json, found also [heads/extra.onnx]".formatted(root));
    }

    @Test
    void open_link_isRefused() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside.onnx"), "elsewhere");
        Files.createSymbolicLink(root.resolve("heads/linked.onnx"), outside);
        refused(root, "bundle %s: heads/linked.onnx: expected a regular file, found a link or device".formatted(root));
    }

    @Test
    void bytes_fileChangedAfterOpening_isRefused() throws IOException {
        Bundle bundle = Bundle.open(root);
        Files.writeString(root.resolve("card.md"), "# another card");
        assertThatThrownBy(() -> bundle.bytes("card.md"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle %s: card.md: expected ".formatted(root));
        Files.delete(root.resolve("card.md"));
        assertThatThrownBy(() -> bundle.bytes("card.md"))
                .hasMessage("bundle %s: card.md: expected a file, found none".formatted(root));
        assertThatThrownBy(() -> bundle.bytes("heads/unknown.onnx"))
                .hasMessageContaining("expected one of [card.md, detector.onnx,")
                .hasMessageEndingWith("asked for heads/unknown.onnx");
    }

    /** A change to the manifest and what it must be refused with, behind the bundle's name. */
    private record Misfit(String name, Consumer<ObjectNode> change, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Misfit> misfits() {
        return Stream.of(
                new Misfit(
                        "schema version of the future",
                        json -> json.put("schemaVersion", 2),
                        "bundle.json: schemaVersion: expected 1, found 2"),
                new Misfit(
                        "no schema version",
                        json -> json.remove("schemaVersion"),
                        "bundle.json: schemaVersion: expected 1, found none"),
                new Misfit(
                        "unknown key",
                        json -> head(json, "age").put("colour", "blue"),
                        "bundle.json: heads[6].colour: expected one of [crop, decoding, features, file, from, labels,"),
                new Misfit(
                        "missing key",
                        json -> json.remove("licence"),
                        "bundle.json: licence: expected a value, found none"),
                new Misfit(
                        "null where nothing may be left out",
                        json -> json.putNull("alignment"),
                        "bundle.json: alignment: expected a value, found none"),
                new Misfit(
                        "unknown decoding",
                        json -> head(json, "age").put("decoding", "MAGIC"),
                        "bundle.json: heads[6].decoding: expected one of [points, heatmaps, class_map, softmax, sigmoid,"
                                + " age_expectation, age_pairs, embedding], found MAGIC"),
                new Misfit(
                        "text for a number",
                        json -> head(json, "age").put("from", "two"),
                        "bundle.json: heads[6].from: Cannot "),
                new Misfit(
                        "unknown head",
                        json -> head(json, "age").put("task", "shoe-size"),
                        "bundle.json: heads[6].task: unknown head 'shoe-size', expected one of [landmarks, parsing"),
                new Misfit(
                        "name with a path in it",
                        json -> json.put("name", "../facet"),
                        "bundle.json: name: expected letters, digits and ._+-, found ../facet"),
                new Misfit(
                        "file outside",
                        json -> ((ObjectNode) json.at("/files/0")).put("path", "../card.md"),
                        "bundle.json: files[0].path: expected a path inside the bundle, found ../card.md"),
                new Misfit(
                        "file that is not listed",
                        json -> head(json, "age").put("file", "heads/years.onnx"),
                        "bundle.json: heads.age.file: expected a file listed in files, found heads/years.onnx"),
                new Misfit(
                        "two heads for a task",
                        json -> head(json, "age").put("task", "gender"),
                        "bundle.json: heads.gender: expected one head for each task, found two"),
                new Misfit(
                        "feature the encoder does not offer",
                        json -> head(json, "identity").putArray("features").add("depth"),
                        "bundle.json: heads.identity.features: expected features of the encoder"
                                + " [map, unused, vector], found depth"),
                new Misfit(
                        "feature that is not what the network reads",
                        json -> head(json, "identity").putArray("features").add("unused"),
                        "heads/identity.onnx: inputs: expected [unused], found [vector]"),
                new Misfit(
                        "labels that do not count up",
                        json -> head(json, "gender").putArray("labels").add("female"),
                        "bundle.json: heads.gender.labels: expected 2 labels, as many as outputs, found 1"),
                new Misfit(
                        "part beyond the output",
                        json -> head(json, "age").put("to", 24),
                        "bundle.json: heads.age.from/to: expected a part of [0, 22), found [2, 24)"),
                new Misfit(
                        "pairs of an odd number",
                        json -> head(json, "age").put("from", 3),
                        "bundle.json: heads.age.from/to: expected an even number of outputs, found 19"),
                new Misfit(
                        "output of another width",
                        json -> {
                            head(json, "identity").put("to", 12);
                            head(json, "identity")
                                    .withObject("/output")
                                    .putArray("shape")
                                    .add(-1)
                                    .add(12);
                        },
                        "heads/identity.onnx: output embedding: expected FLOAT32[-1, 12], found FLOAT32[-1, 16]"),
                new Misfit(
                        "output that is not there",
                        json -> head(json, "identity").withObject("/output").put("name", "face"),
                        "heads/identity.onnx: outputs: expected face FLOAT32[-1, 16], found [embedding]"),
                new Misfit(
                        "decoding of another task",
                        json -> head(json, "identity").put("decoding", "POINTS"),
                        "bundle.json: heads.identity.decoding: expected one of [EMBEDDING], found POINTS"),
                new Misfit(
                        "quality of several outputs",
                        json -> head(json, "gender").put("task", "quality").put("decoding", "SIGMOID"),
                        "bundle.json: heads.quality.from/to: expected one output, found 2"),
                new Misfit(
                        "one file read in two ways",
                        json -> head(json, "age").withObject("/crop/region").put("x", 0),
                        "bundle.json: heads.age: expected the input of the other head of heads/gender-age.onnx,"
                                + " found another"),
                new Misfit(
                        "picture of another size",
                        json -> {
                            for (String task : List.of("age", "gender")) {
                                head(json, task).withObject("/crop/image").put("width", 96);
                            }
                        },
                        "heads/gender-age.onnx: input data: expected FLOAT32[-1, 3, 64, 96], found"
                                + " FLOAT32[-1, 3, 64, 64]"),
                new Misfit(
                        "feature of another shape",
                        json -> json.withObject("/encoder/features/0")
                                .putArray("shape")
                                .add(-1)
                                .add(8)
                                .add(14)
                                .add(14),
                        "encoder.onnx: output map: expected FLOAT32[-1, 8, 14, 14], found FLOAT32[-1, 8, 28, 28]"),
                new Misfit(
                        "detector of other outputs",
                        json -> json.withObject("/detector")
                                .withArray("/outputs")
                                .remove(0),
                        "bundle.json: detector.outputs: expected 12 names, found [cls_16,"),
                new Misfit(
                        "sides the strides do not divide",
                        json -> json.withObject("/detector/input").put("multiple", 16),
                        "bundle.json: detector.input.multiple: expected a multiple of the largest stride, 32, found 16"),
                new Misfit(
                        "region beside the crop",
                        json -> {
                            for (String task : List.of("age", "gender")) {
                                head(json, task).withObject("/crop/region").put("x", 224);
                            }
                        },
                        "bundle.json: heads.gender.crop.region: expected a region that meets the crop of side 224,"
                                + " found Region[x=224,"),
                new Misfit(
                        "length beyond all files",
                        json -> ((ObjectNode) json.at("/files/0")).put("bytes", Long.MAX_VALUE),
                        "bundle.json: files[0].bytes: expected a length of at most 2147483638, found"
                                + " 9223372036854775807"),
                new Misfit(
                        "score out of range",
                        json -> json.withObject("/detector").put("scoreThreshold", 60),
                        "bundle.json: detector.scoreThreshold: expected a number in [0, 1], found 60.0"),
                new Misfit(
                        "colours that do not fit the means",
                        json -> json.withObject("/detector/input").put("color", "GRAY"),
                        "bundle.json: detector.input: GRAY needs 1 means and deviations, got 3 and 3"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void open_misfittingManifest_isRefused(Misfit misfit) throws IOException {
        Path file = root.resolve(Bundle.MANIFEST);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        misfit.change().accept(json);
        JSON.writeValue(file.toFile(), json);
        assertThatThrownBy(() -> Bundle.open(root))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle %s: %s".formatted(root, misfit.message()))
                .hasMessageNotContaining("\n");
    }

    @Test
    void open_manifestThatIsNoJson_isRefusedWithTheLine() throws IOException {
        Files.writeString(root.resolve(Bundle.MANIFEST), "{\n  \"schemaVersion\": 1,\n  oops\n}");
        assertThatThrownBy(() -> Bundle.open(root))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle %s: bundle.json: line 3: ".formatted(root));
    }

    @Test
    void open_fileThatIsNoModel_isRefused() throws IOException {
        byte[] text = "no model".getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("heads/identity.onnx"), text);
        Path file = root.resolve(Bundle.MANIFEST);
        String old = listed("heads/identity.onnx").path("sha256").asText();
        long oldLength = listed("heads/identity.onnx").path("bytes").asLong();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(old, Sha256.of(text))
                        .replace("\"bytes\":" + oldLength, "\"bytes\":" + text.length));
        assertThatThrownBy(() -> Bundle.open(root))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle %s: heads/identity.onnx: expected an ONNX model".formatted(root));
    }

    private JsonNode listed(String path) throws IOException {
        for (JsonNode file :
                JSON.readTree(root.resolve(Bundle.MANIFEST).toFile()).path("files")) {
            if (file.path("path").asText().equals(path)) {
                return file;
            }
        }
        throw new IllegalArgumentException(path);
    }

    private static ObjectNode head(ObjectNode json, String task) {
        for (JsonNode head : json.withArray("/heads")) {
            if (head.path("task").asText().equals(task)) {
                return (ObjectNode) head;
            }
        }
        throw new IllegalArgumentException(task);
    }

    private static void refused(Path bundle, String message) {
        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessage(message);
    }

    private Path zip(List<String> more) throws IOException {
        Path zip = temporary.resolve("tiny.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file);
                Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(root.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
            for (String name : more) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }
        return zip;
    }
}

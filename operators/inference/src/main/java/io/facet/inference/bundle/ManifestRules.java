package io.facet.inference.bundle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.HeadTask;

/** What must hold within a manifest, whatever its files contain. */
final class ManifestRules {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** What a Java array holds, less the byte by which a file that is too long is told. */
    private static final int MAX_FILE_BYTES = Integer.MAX_VALUE - 9;

    private final String where;
    private final BundleManifest manifest;
    private final Set<String> paths;

    private ManifestRules(String where, BundleManifest manifest) {
        this.where = where;
        this.manifest = manifest;
        this.paths = manifest.files().stream().map(BundleFile::path).collect(Collectors.toSet());
    }

    /**
     * @param where what to call the manifest in messages
     * @throws BundleException naming the field, expected and found
     */
    static void check(String where, BundleManifest manifest) {
        ManifestRules rules = new ManifestRules(where, manifest);
        rules.checkIdentity();
        rules.checkFiles();
        rules.checkLineage(manifest.lineage());
        rules.require(
                "alignment.size",
                manifest.alignment().size() > 0,
                "a positive side",
                manifest.alignment().size());
        if (manifest.encoder() != null) {
            rules.checkEncoder(manifest.encoder());
        }
        if (manifest.encoderAlone()) {
            return;
        }
        rules.require("detector", manifest.detector() != null, "a detector, or an encoder and no heads", "none");
        rules.checkDetector(manifest.detector());
        rules.checkHeads();
    }

    private void checkIdentity() {
        require(
                "schemaVersion",
                manifest.schemaVersion() == BundleManifest.SCHEMA_VERSION,
                BundleManifest.SCHEMA_VERSION,
                manifest.schemaVersion());
        // name@version goes into every observation and into file names.
        require("name", WORD.matcher(manifest.name()).matches(), "letters, digits and ._+-", manifest.name());
        require("version", WORD.matcher(manifest.version()).matches(), "letters, digits and ._+-", manifest.version());
        require("licence", !manifest.licence().isBlank(), "a licence", "nothing");
    }

    private void checkFiles() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < manifest.files().size(); i++) {
            BundleFile file = manifest.files().get(i);
            String field = "files[%d].".formatted(i);
            require(
                    field + "path",
                    BundleFiles.isPlain(file.path()) && !file.path().equals(Bundle.MANIFEST),
                    "a path inside the bundle",
                    file.path());
            require(field + "path", seen.add(file.path()), "each file once", file.path() + " twice");
            require(
                    field + "sha256",
                    SHA256.matcher(file.sha256()).matches(),
                    "64 lower-case hexadecimal digits",
                    file.sha256());
            require(
                    field + "bytes",
                    file.bytes() >= 0 && file.bytes() <= MAX_FILE_BYTES,
                    "a length of at most " + MAX_FILE_BYTES,
                    file.bytes());
        }
    }

    private void checkLineage(Lineage lineage) {
        if (lineage.runCard() != null) {
            requireListed("lineage.runCard", lineage.runCard());
        }
        for (int i = 0; i < lineage.sources().size(); i++) {
            requireListed(
                    "lineage.sources[%d].file".formatted(i),
                    lineage.sources().get(i).file());
        }
    }

    private void checkDetector(DetectorSpec detector) {
        requireListed("detector.file", detector.file());
        checkImage("detector.input", detector.input());
        List<Integer> strides = detector.strides();
        require("detector.strides", isAscending(strides), "positive strides, ascending", strides);
        checkMultiple(detector.input(), strides.get(strides.size() - 1));
        boolean anchored = detector.family() == DetectorSpec.Family.RETINAFACE;
        int anchors = anchored ? strides.size() : 0;
        require(
                "detector.anchors",
                detector.anchors().size() == anchors
                        && detector.anchors().stream().noneMatch(List::isEmpty),
                anchors + " lists of sides",
                detector.anchors());
        int outputs = anchored ? 3 : 4 * strides.size();
        require("detector.outputs", detector.outputs().size() == outputs, outputs + " names", detector.outputs());
        requireShare("detector.scoreThreshold", detector.scoreThreshold());
        requireShare("detector.nmsIou", detector.nmsIou());
    }

    /** Each map must cover the whole picture, or cells and values would not count up. */
    private void checkMultiple(ImageInput input, int largestStride) {
        require(
                "detector.input.multiple",
                input.width() > 0 || input.multiple() % largestStride == 0,
                "a multiple of the largest stride, " + largestStride,
                input.multiple());
    }

    private void checkEncoder(EncoderSpec encoder) {
        requireListed("encoder.file", encoder.file());
        checkImage("encoder.input", encoder.input());
        requireSized("encoder.input", encoder.input());
        Set<String> seen = new HashSet<>();
        for (TensorSpec feature : encoder.features()) {
            require("encoder.features", seen.add(feature.name()), "each feature once", feature.name() + " twice");
            requireBatchFirst("encoder.features." + feature.name(), feature);
        }
    }

    private void checkHeads() {
        require("heads", !manifest.heads().isEmpty(), "at least one head", "none");
        Set<HeadTask> tasks = new HashSet<>();
        Map<String, HeadSpec> byFile = new HashMap<>();
        for (HeadSpec head : manifest.heads()) {
            String field = "heads." + head.task().key();
            require(field, tasks.add(head.task()), "one head for each task", "two");
            checkHead(field, head);
            HeadSpec other = byFile.putIfAbsent(head.file(), head);
            // A shared network runs once, so its heads cannot disagree about what it reads.
            require(
                    field,
                    other == null
                            || other.features().equals(head.features()) && Objects.equals(other.crop(), head.crop()),
                    "the input of the other head of " + head.file(),
                    "another");
        }
    }

    private void checkHead(String field, HeadSpec head) {
        requireListed(field + ".file", head.file());
        if (head.crop() == null) {
            Set<String> offered = offered();
            for (String feature : head.features()) {
                require(field + ".features", offered.contains(feature), "features of the encoder " + offered, feature);
            }
        } else {
            checkRegion(field + ".crop.region", head.crop().region());
            checkImage(field + ".crop.image", head.crop().image());
            requireSized(field + ".crop.image", head.crop().image());
        }
        requireBatchFirst(field + ".output", head.output());
        checkPart(field, head);
    }

    private void checkRegion(String field, HeadSpec.Region region) {
        require(field, region.width() > 0 && region.height() > 0, "a positive extent", region);
        int size = manifest.alignment().size();
        require(
                field,
                region.x() < size
                        && region.y() < size
                        && (long) region.x() + region.width() > 0
                        && (long) region.y() + region.height() > 0,
                "a region that meets the crop of side " + size,
                region);
    }

    private void checkPart(String field, HeadSpec head) {
        List<Long> shape = head.output().shape();
        boolean maps = head.decoding() == Decoding.HEATMAPS || head.decoding() == Decoding.CLASS_MAP;
        int rank = maps ? 4 : 2;
        require(
                field + ".output.shape",
                shape.size() == rank && shape.stream().skip(1).allMatch(size -> size > 0),
                "%d dimensions, known but the first, for %s".formatted(rank, head.decoding()),
                shape);
        require(
                field + ".from/to",
                head.from() >= 0 && head.from() < head.to() && head.to() <= shape.get(1),
                "a part of [0, %d)".formatted(shape.get(1)),
                "[%d, %d)".formatted(head.from(), head.to()));
        int values = head.to() - head.from();
        require(field + ".from/to", head.task() != HeadTask.QUALITY || values == 1, "one output", values);
        switch (head.decoding()) {
            case SOFTMAX, SIGMOID, CLASS_MAP ->
                require(
                        field + ".labels",
                        head.labels().size() == values,
                        values + " labels, as many as outputs",
                        head.labels().size());
            case POINTS, AGE_PAIRS -> require(field + ".from/to", values % 2 == 0, "an even number of outputs", values);
            case HEATMAPS, AGE_EXPECTATION, EMBEDDING -> {}
        }
        Set<String> labels = new HashSet<>();
        head.labels().forEach(label -> require(field + ".labels", labels.add(label), "each label once", label));
        boolean named =
                Set.of(Decoding.POINTS, Decoding.HEATMAPS, Decoding.EMBEDDING).contains(head.decoding());
        require(
                field + ".scheme",
                !named || head.scheme() != null && !head.scheme().isBlank(),
                "the name of the layout or space",
                "none");
        Set<Decoding> fitting = decodings(head.task());
        require(field + ".decoding", fitting.contains(head.decoding()), "one of " + fitting, head.decoding());
    }

    private static Set<Decoding> decodings(HeadTask task) {
        return switch (task) {
            case LANDMARKS -> EnumSet.of(Decoding.POINTS, Decoding.HEATMAPS);
            case PARSING -> EnumSet.of(Decoding.CLASS_MAP);
            case ATTRIBUTES, QUALITY -> EnumSet.of(Decoding.SIGMOID);
            case AGE -> EnumSet.of(Decoding.AGE_EXPECTATION, Decoding.AGE_PAIRS);
            case GENDER, EXPRESSION, GROUP -> EnumSet.of(Decoding.SOFTMAX);
            case IDENTITY -> EnumSet.of(Decoding.EMBEDDING);
        };
    }

    private Set<String> offered() {
        return manifest.encoder() == null
                ? Set.of()
                : manifest.encoder().features().stream()
                        .map(TensorSpec::name)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private void checkImage(String field, ImageInput image) {
        require(field + ".multiple", image.multiple() >= 1, "at least 1", image.multiple());
        boolean free = image.width() == 0 && image.height() == 0;
        boolean sized = image.width() > 0 && image.height() > 0;
        require(field, free || sized, "both sides or neither", image.width() + "x" + image.height());
        List<Double> numbers = new ArrayList<>(image.mean());
        numbers.addAll(image.std());
        numbers.add(image.scale());
        require(field, numbers.stream().allMatch(Double::isFinite), "finite numbers", numbers);
        require(field + ".scale", image.scale() > 0, "a positive factor", image.scale());
        require(field + ".std", image.std().stream().allMatch(std -> std > 0), "positive deviations", image.std());
    }

    private void requireSized(String field, ImageInput image) {
        require(field, image.width() > 0, "a width and a height, as every crop has one size", "none");
    }

    private void requireBatchFirst(String field, TensorSpec tensor) {
        boolean first = !tensor.shape().isEmpty() && tensor.shape().get(0) == -1;
        require(field + ".shape", first, "the batch first, written -1", tensor.shape());
    }

    private void requireShare(String field, double value) {
        require(field, value >= 0 && value <= 1, "a number in [0, 1]", value);
    }

    private void requireListed(String field, String path) {
        require(field, paths.contains(path), "a file listed in files", path);
    }

    private void require(String field, boolean holds, Object expected, Object found) {
        if (!holds) {
            throw new BundleException("%s: %s: expected %s, found %s".formatted(where, field, expected, found));
        }
    }

    private static boolean isAscending(List<Integer> strides) {
        int last = 0;
        for (int stride : strides) {
            if (stride <= last) {
                return false;
            }
            last = stride;
        }
        return last > 0;
    }
}

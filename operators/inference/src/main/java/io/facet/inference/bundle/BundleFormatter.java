package io.facet.inference.bundle;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.Lineage.ModelSource;

/** A manifest as text for people. */
public final class BundleFormatter {
    private static final int HASH_SHOWN = 12;
    private static final int LABELS_SHOWN = 6;

    private final StringBuilder text = new StringBuilder();

    private BundleFormatter() {}

    /** Several lines, the last ended by a line feed. */
    public static String format(BundleManifest manifest) {
        return new BundleFormatter().write(manifest);
    }

    private String write(BundleManifest manifest) {
        line("%s", manifest.id());
        line("  licence    %s", manifest.licence());
        line("  made by    %s", manifest.lineage().createdBy());
        if (manifest.lineage().runCard() != null) {
            line("  run card   %s", manifest.lineage().runCard());
        }
        line(
                "  alignment  %s, %d x %d",
                manifest.alignment().name(),
                manifest.alignment().size(),
                manifest.alignment().size());
        if (manifest.encoderAlone()) {
            line("  detector   none: a bundle of an encoder alone, to build heads on");
        } else {
            detector(manifest.detector());
        }
        if (manifest.encoder() == null) {
            line("  encoder    none: every head reads the crop");
        } else {
            line(
                    "  encoder    %s: %s",
                    manifest.encoder().file(), image(manifest.encoder().input()));
            manifest.encoder()
                    .features()
                    .forEach(feature -> line("    gives    %s %s", feature.name(), feature.shape()));
        }
        line("  heads%s", manifest.heads().isEmpty() ? "      none" : "");
        manifest.heads().forEach(this::head);
        if (!manifest.scores().isEmpty()) {
            line("  scores");
            new TreeMap<>(manifest.scores()).forEach((name, score) -> line("    %s %s", name, score));
        }
        line("  files");
        manifest.files().forEach(this::file);
        line("  sources");
        manifest.lineage().sources().forEach(this::source);
        return text.toString();
    }

    private void detector(DetectorSpec detector) {
        line("  detector   %s: %s, %s", detector.file(), key(detector.family()), image(detector.input()));
        line(
                "    strides %s, score at least %s, overlap at most %s",
                detector.strides(), detector.scoreThreshold(), detector.nmsIou());
    }

    private void head(HeadSpec head) {
        line(
                "    %-10s %s: %s of %s %s[%d, %d)%s%s",
                head.task().key(),
                head.file(),
                key(head.decoding()),
                head.output().name(),
                head.output().shape(),
                head.from(),
                head.to(),
                head.scheme() == null ? "" : ", scheme " + head.scheme(),
                labels(head.labels()));
        if (head.crop() == null) {
            line("               reads the encoder's %s", head.features());
            return;
        }
        HeadSpec.Region region = head.crop().region();
        line(
                "               reads %d x %d at (%d, %d) of the crop: %s",
                region.width(),
                region.height(),
                region.x(),
                region.y(),
                image(head.crop().image()));
    }

    private void file(BundleFile file) {
        line(
                "    %-28s %,12d bytes  sha256 %s…",
                file.path(), file.bytes(), file.sha256().substring(0, HASH_SHOWN));
    }

    private void source(ModelSource source) {
        line(
                "    %-28s from %s (%s)%s",
                source.file(),
                source.origin(),
                source.licence(),
                source.adaptations().isEmpty() ? "" : ": " + String.join("; ", source.adaptations()));
    }

    private static String image(ImageInput image) {
        String size =
                image.width() == 0 ? "sides a multiple of " + image.multiple() : image.width() + " x " + image.height();
        return "%s %s %s, (v * %s - %s) / %s"
                .formatted(image.tensor(), image.color(), size, image.scale(), image.mean(), image.std());
    }

    private static String labels(List<String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        String shown = labels.stream().limit(LABELS_SHOWN).collect(Collectors.joining(", "));
        return ", %d labels: %s%s".formatted(labels.size(), shown, labels.size() > LABELS_SHOWN ? ", …" : "");
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

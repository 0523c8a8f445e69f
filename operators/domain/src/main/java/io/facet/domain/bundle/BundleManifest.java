package io.facet.domain.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.face.HeadTask;

/**
 * What {@code bundle.json} says.
 *
 * @param schemaVersion version of the manifest's form, see {@link #SCHEMA_VERSION}
 * @param name name of the bundle, for example {@code facet-tiny}
 * @param version version of the bundle, for example {@code 1.0.0}
 * @param licence SPDX expression, or {@code research-only}
 * @param files every file of the bundle but {@code bundle.json}, with its hash
 * @param lineage where the models come from
 * @param alignment how faces are aligned for the encoder and the heads
 * @param detector the detector; null in a bundle of an encoder alone
 * @param encoder the shared encoder; null when every head reads the crop itself
 * @param heads the heads, at most one for each task; none in a bundle of an encoder alone
 * @param scores measured scores by name, for example {@code landmarks.nme-interocular}
 */
public record BundleManifest(
        int schemaVersion,
        String name,
        String version,
        String licence,
        List<BundleFile> files,
        Lineage lineage,
        AlignmentTemplate alignment,
        DetectorSpec detector,
        EncoderSpec encoder,
        List<HeadSpec> heads,
        Map<String, Double> scores) {

    /** The version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    public BundleManifest {
        files = List.copyOf(files);
        heads = List.copyOf(heads);
        scores = Map.copyOf(scores);
    }

    /** {@code name@version}, as every observation states it. */
    public String id() {
        return name + "@" + version;
    }

    /** Whether it holds an encoder and nothing else: to build heads on, not to analyse faces with. */
    public boolean encoderAlone() {
        return encoder != null && detector == null && heads.isEmpty();
    }

    /** The head of a task, if the bundle has one. */
    public Optional<HeadSpec> head(HeadTask task) {
        return heads.stream().filter(head -> head.task() == task).findFirst();
    }
}

package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.Lineage;

/**
 * What a bundle is to be made of: its manifest but for what follows from the files, and where the files come from.
 *
 * @param name of the bundle
 * @param version of the bundle
 * @param licence of the bundle as a whole
 * @param card text of {@code card.md}, Markdown
 * @param models the networks to take in
 * @param alignment see {@link BundleManifest}
 * @param detector see {@link BundleManifest}
 * @param encoder see {@link BundleManifest}; may be left out
 * @param heads see {@link BundleManifest}
 * @param scores see {@link BundleManifest}; may be left out
 */
record AssemblySpec(
        String name,
        String version,
        String licence,
        String card,
        List<Model> models,
        AlignmentTemplate alignment,
        DetectorSpec detector,
        @JsonSetter(nulls = Nulls.SET) EncoderSpec encoder,
        List<HeadSpec> heads,
        @JsonSetter(nulls = Nulls.SET) Map<String, Double> scores) {

    private static final ObjectMapper MAPPER =
            ManifestJson.strict(new YAMLFactory()).disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /**
     * A network to take in.
     *
     * @param source name of the file in the models folder
     * @param file path in the bundle
     * @param licence of the network
     * @param sha256 what the source must hash to; may be left out
     */
    record Model(
            String source,
            String file,
            String licence,
            @JsonSetter(nulls = Nulls.SET) String sha256) {}

    AssemblySpec {
        models = List.copyOf(models);
        heads = List.copyOf(heads);
        scores = scores == null ? Map.of() : Map.copyOf(scores);
    }

    /**
     * @throws BundleException naming the field, if it is no such spec
     */
    static AssemblySpec read(Path yaml) {
        String where = "assembly spec " + yaml;
        try {
            return MAPPER.readValue(Files.readAllBytes(yaml), AssemblySpec.class);
        } catch (JsonProcessingException e) {
            throw new BundleException(ManifestJson.describe(where, e), e);
        } catch (NoSuchFileException e) {
            throw new BundleException("%s: expected a file, found none".formatted(where), e);
        } catch (IOException e) {
            throw new BundleException("%s: cannot be read: %s".formatted(where, e.getMessage()), e);
        }
    }

    /** The manifest of the bundle, once its files are known. */
    BundleManifest manifest(List<BundleFile> files, Lineage lineage) {
        return new BundleManifest(
                BundleManifest.SCHEMA_VERSION,
                name,
                version,
                licence,
                files,
                lineage,
                alignment,
                detector,
                encoder,
                heads,
                scores);
    }
}

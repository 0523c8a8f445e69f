package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;

/** Writes the files of a bundle and its manifest. */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * Writes a bundle and opens it once to verify it. The same files give the same bytes.
     *
     * @param out directory to write; must not exist or be empty. Nothing is left there on failure
     * @param files by their path in the bundle, without the manifest
     * @param manifest the manifest for the list of the files
     * @return the manifest written
     * @throws BundleException in one line, if the manifest, a network or the folder does not fit
     */
    public static BundleManifest write(
            Path out, SortedMap<String, byte[]> files, Function<List<BundleFile>, BundleManifest> manifest) {
        BundleManifest made = manifest.apply(list(files));
        ManifestRules.check("bundle %s: %s".formatted(out, Bundle.MANIFEST), made);
        try {
            requireEmpty(out);
            write(out, files, made);
            return made;
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be written: %s".formatted(out, e), e);
        }
    }

    /** The files as a manifest lists them. */
    static List<BundleFile> list(SortedMap<String, byte[]> files) {
        return files.entrySet().stream()
                .map(file -> new BundleFile(file.getKey(), Sha256.of(file.getValue()), file.getValue().length))
                .toList();
    }

    /**
     * Whether a bundle may be written there, to be known before the work is done.
     *
     * @throws BundleException if there is anything at that path but an empty directory
     */
    public static void requireEmpty(Path out) {
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new BundleException("bundle %s: expected an empty directory, found a file".formatted(out));
        }
        try (Stream<Path> entries = Files.list(out)) {
            entries.sorted().findFirst().ifPresent(entry -> {
                throw new BundleException(
                        "bundle %s: expected an empty directory, found %s in it".formatted(out, entry.getFileName()));
            });
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be written: %s".formatted(out, e), e);
        }
    }

    /** Writes the manifest last: without it a half-written directory is no bundle. */
    static void write(Path out, SortedMap<String, byte[]> files, BundleManifest manifest) throws IOException {
        try {
            for (var file : files.entrySet()) {
                Path path = out.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            Files.write(out.resolve(Bundle.MANIFEST), ManifestJson.write(manifest));
            Bundle.open(out);
        } catch (IOException | BundleException e) {
            delete(out, e);
            throw e;
        }
    }

    private static void delete(Path out, Exception cause) {
        try (Stream<Path> written = Files.walk(out)) {
            for (Path path : written.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

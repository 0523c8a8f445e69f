package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

import ai.onnx.proto.OnnxMl.ModelProto;

import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.inference.onnx.OnnxFormatException;
import io.facet.inference.onnx.OnnxModels;

/**
 * An opened bundle: everything its manifest says has been checked against its files.
 *
 * <p>Immutable, safe for many threads, holds no file open.
 */
public final class Bundle {
    /** The manifest's path in every bundle. */
    public static final String MANIFEST = "bundle.json";

    /** No manifest is larger; a zip may not make us read more. */
    private static final long MANIFEST_LIMIT = 4L << 20;

    private final Path root;
    private final BundleFiles files;
    private final BundleManifest manifest;

    private Bundle(Path root, BundleFiles files, BundleManifest manifest) {
        this.root = root;
        this.files = files;
        this.manifest = manifest;
    }

    /**
     * Opens and verifies a bundle: schema version, rules of the manifest, exactly the files it lists with their length
     * and hash, and that every network has the inputs and outputs the manifest says.
     *
     * @param directoryOrZip where it is
     * @throws BundleException in one line, if anything does not fit
     */
    public static Bundle open(Path directoryOrZip) {
        BundleFiles files = BundleFiles.at(directoryOrZip);
        try {
            SortedSet<String> paths = files.paths();
            if (!paths.contains(MANIFEST)) {
                throw new BundleException(
                        "bundle %s: expected a file %s, found %s".formatted(directoryOrZip, MANIFEST, paths));
            }
            String where = "bundle %s: %s".formatted(directoryOrZip, MANIFEST);
            BundleManifest manifest = ManifestJson.read(where, files.read(MANIFEST, MANIFEST_LIMIT));
            ManifestRules.check(where, manifest);
            Bundle bundle = new Bundle(directoryOrZip, files, manifest);
            bundle.requireListedFiles(paths);
            new ModelRules(bundle).check();
            return bundle;
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be read: %s".formatted(directoryOrZip, e.getMessage()), e);
        }
    }

    /** What the bundle says of itself. */
    public BundleManifest manifest() {
        return manifest;
    }

    /** The directory or zip it was opened from. */
    public Path root() {
        return root;
    }

    /** {@code name@version}. */
    public String id() {
        return manifest.id();
    }

    /**
     * Reads a file, and checks it again: it may have changed since the bundle was opened.
     *
     * @param path as the manifest lists it
     * @throws BundleException if it is not listed, is gone, or is another file now
     */
    public byte[] bytes(String path) {
        BundleFile expected = manifest.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new BundleException("bundle %s: expected one of %s, asked for %s"
                        .formatted(
                                root,
                                manifest.files().stream().map(BundleFile::path).toList(),
                                path)));
        try {
            byte[] bytes = files.read(path, expected.bytes() + 1);
            requireSame(expected, bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BundleException("bundle %s: %s: expected a file, found none".formatted(root, path), e);
        } catch (IOException e) {
            throw new BundleException("bundle %s: %s: cannot be read: %s".formatted(root, path, e.getMessage()), e);
        }
    }

    /**
     * Reads a network.
     *
     * @param path as the manifest lists it
     * @throws BundleException as {@link #bytes}, or if it is no ONNX model
     */
    public ModelProto model(String path) {
        try {
            return OnnxModels.read(path, bytes(path));
        } catch (OnnxFormatException e) {
            throw new BundleException("bundle %s: %s".formatted(root, e.getMessage()), e);
        }
    }

    private void requireListedFiles(SortedSet<String> paths) {
        SortedSet<String> unknown = new TreeSet<>(paths);
        unknown.remove(MANIFEST);
        for (BundleFile file : manifest.files()) {
            unknown.remove(file.path());
            if (!paths.contains(file.path())) {
                throw new BundleException("bundle %s: %s: expected a file, found none".formatted(root, file.path()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new BundleException(
                    "bundle %s: expected only files listed in %s, found also %s".formatted(root, MANIFEST, unknown));
        }
        manifest.files().forEach(file -> bytes(file.path()));
    }

    private void requireSame(BundleFile expected, byte[] bytes) {
        if (bytes.length != expected.bytes()) {
            throw new BundleException("bundle %s: %s: expected %d bytes, found %s"
                    .formatted(
                            root,
                            expected.path(),
                            expected.bytes(),
                            bytes.length > expected.bytes() ? "more" : bytes.length));
        }
        String hash = Sha256.of(bytes);
        if (!hash.equals(expected.sha256())) {
            throw new BundleException("bundle %s: %s: expected sha256 %s, found %s"
                    .formatted(root, expected.path(), expected.sha256(), hash));
        }
    }
}

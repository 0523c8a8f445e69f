package io.facet.inference.bundle;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Tells one release of a bundle from another at the same path, without opening and verifying it. */
public final class BundleIdentity {
    private static final long MANIFEST_LIMIT = 4L << 20;

    private BundleIdentity() {}

    /**
     * Hash of the manifest, which states the hash of every other file.
     *
     * @param directoryOrZip where the bundle is
     * @throws BundleException if there is no manifest
     */
    public static String of(Path directoryOrZip) {
        try {
            return Sha256.of(BundleFiles.at(directoryOrZip).read(Bundle.MANIFEST, MANIFEST_LIMIT));
        } catch (NoSuchFileException e) {
            throw new BundleException(
                    "bundle %s: expected a file %s, found none".formatted(directoryOrZip, Bundle.MANIFEST), e);
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be read: %s".formatted(directoryOrZip, e.getMessage()), e);
        }
    }
}

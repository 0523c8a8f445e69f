package io.facet.domain.bundle;

/**
 * One file of a bundle.
 *
 * @param path relative to the bundle, with forward slashes
 * @param sha256 lower-case hexadecimal
 * @param bytes length of the file
 */
public record BundleFile(String path, String sha256, long bytes) {}

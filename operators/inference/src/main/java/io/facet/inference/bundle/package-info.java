/**
 * Bundles on disk: opening and verifying them ({@link io.facet.inference.bundle.Bundle}), writing them from ONNX files
 * ({@link io.facet.inference.bundle.BundleAssembler}) and printing them.
 *
 * <p>Nothing of a bundle is taken on trust: a file that is missing, changed, unknown or does not fit what the manifest
 * says of it is refused when the bundle is opened, in one line that names what was expected and what was found.
 */
package io.facet.inference.bundle;

/**
 * Data sets with random access: folders, tar shards, LMDB, tables of pictures and texts, labelled sets of faces;
 * concatenation and stable splits. {@link io.facet.training.data.source.SampleSources} opens them.
 *
 * <p>Text and labels of a sample come, in this order, from a captions file, from members that lie beside the picture
 * ({@code .txt}, {@code .json}), from the set's own way of labelling.
 */
package io.facet.training.data.source;

/**
 * From stored images to batches: sources (folders, tar shards, LMDB, Parquet metadata), decoding, augmentation, and a
 * loader that gives the same batches in the same order whatever threads and interruptions there are; preparation of
 * face crops, and captions from labels.
 */
package io.facet.training.data;

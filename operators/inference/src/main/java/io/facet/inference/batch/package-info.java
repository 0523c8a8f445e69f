/**
 * Batching of faces across streams: many callers submit one face each, one thread runs them together.
 */
package io.facet.inference.batch;

/** Running the encoder and the heads on faces, asynchronously and in batches across streams. */
package io.facet.functions.analyze;

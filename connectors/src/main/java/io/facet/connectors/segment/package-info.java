/**
 * Segments as Kafka records: headers, parts, checksums, and the Flink types of what crosses the network. Nothing here
 * touches native code.
 */
package io.facet.connectors.segment;

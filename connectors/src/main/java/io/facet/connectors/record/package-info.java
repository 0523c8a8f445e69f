/**
 * The records of the result topics: one wire form for each, flat, stable and the same in JSON and in Avro.
 *
 * <p>The Avro schemas under {@code io/facet/schema} are the published contract; the Java records mirror them field by
 * field. Numbers are rounded when a record is made of a domain object, so both formats hold the same values and equal
 * input gives equal bytes: coordinates, years and translations to 3 decimals, scores, probabilities and embeddings to 6,
 * the rotation of a transform to 9.
 */
package io.facet.connectors.record;

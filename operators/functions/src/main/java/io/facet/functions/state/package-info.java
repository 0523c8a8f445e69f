/**
 * How values are written into checkpoints and between tasks: one versioned codec a type, behind one serializer.
 *
 * <p>A form that was released is read for ever: {@code test-data/snapshots} holds a value in every version of every
 * codec. To change a form, raise the codec's version, keep reading the old one, and add the new file.
 */
package io.facet.functions.state;

/** Sets of faces whose pixels have classes. A sample's mask has the classes that its set's card names, from 0. */
package io.facet.training.data.source.parsing;

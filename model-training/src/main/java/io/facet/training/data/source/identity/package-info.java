/** Sets of people: record files of MXNet. Folders of people are read as Labeled Faces in the Wild is. */
package io.facet.training.data.source.identity;

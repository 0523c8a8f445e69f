/** Sets of faces with ages. */
package io.facet.training.data.source.age;

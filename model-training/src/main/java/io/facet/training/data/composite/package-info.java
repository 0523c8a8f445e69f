/**
 * Averaged faces: many people's faces are bent onto their mean shape and averaged, so that the result looks like a face
 * and is nobody's. They are what the rendered test video is made of.
 */
package io.facet.training.data.composite;

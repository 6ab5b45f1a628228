import { deleteObject, type S3Client } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';

/** Deletes an object, without a signal; whether it is deleted. @throws what is a bug */
export async function tryToDelete(
  s3: S3Client,
  object: { readonly bucket: string; readonly key: string },
): Promise<boolean> {
  try {
    await deleteObject(s3, object);
    return true;
  } catch (error) {
    if (isGroundcrewError(error) && error.fault !== 'bug') return false;
    throw error;
  }
}

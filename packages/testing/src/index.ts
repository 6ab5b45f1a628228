export { createRecordingIo, type RecordingIo, type RecordingIoOptions } from '@groundcrew/cli/recording-io';
